package io.presence.endtoend.oracle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one thing may have been at each moment. Written by one thread, read by any.
 *
 * @param <T> what it may be
 */
final class History<T> {
  private static final long NOT_YET = Long.MAX_VALUE;

  private final List<Step<T>> steps = new ArrayList<>();

  /** From {@code from} it may be this; from {@code certain} it is nothing that came before. */
  private record Step<T>(T value, long from, long certain) {}

  History(T initial) {
    steps.add(new Step<>(initial, Long.MIN_VALUE, Long.MIN_VALUE));
  }

  /** A call that makes it this begins. */
  synchronized void begin(T value) {
    steps.add(new Step<>(value, System.nanoTime(), NOT_YET));
  }

  /** The call has returned. */
  synchronized void done() {
    Step<T> last = steps.removeLast();
    steps.add(new Step<>(last.value, last.from, System.nanoTime()));
  }

  /** What was asked for last. */
  synchronized T latest() {
    return steps.getLast().value;
  }

  /** How many things it has been, or may have. */
  synchronized int count() {
    return steps.size();
  }

  /** All that it may be. */
  Set<T> at(long moment) {
    return during(moment, moment);
  }

  /** All that it may be at some moment of these. */
  synchronized Set<T> during(long from, long to) {
    Set<T> possible = new LinkedHashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (isPossible(i, from, to)) {
        possible.add(steps.get(i).value);
      }
    }
    return possible;
  }

  private boolean isPossible(int step, long from, long to) {
    boolean over =
        step + 1 < steps.size()
            && steps.get(step + 1).certain != NOT_YET
            && steps.get(step + 1).certain < from;
    return steps.get(step).from <= to && !over;
  }

  /**
   * When something that it may have been in this time came about.
   *
   * @param certain never before {@code from}
   */
  record Start(long from, long certain) {}

  synchronized List<Start> starts(T value, long from, long to) {
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).value.equals(value) && isPossible(i, from, to)) {
        starts.add(new Start(steps.get(i).from, steps.get(i).certain));
      }
    }
    return starts;
  }

  /** When a call began or returned. */
  synchronized void moments(Set<Long> into) {
    for (Step<T> step : steps) {
      into.add(step.from);
      into.add(step.certain);
    }
  }

  /** Whether a call was under way at the moment, or had returned at most so long before. */
  synchronized boolean moved(long moment, long within) {
    return steps.stream()
        .skip(1)
        .anyMatch(step ->
            step.from <= moment && (step.certain == NOT_YET || moment <= step.certain + within));
  }
}
