package io.presence.gateway.report;

import io.presence.contracts.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Reports that wait, in the order of each user; a pure data structure, thread-safe. Times are
 * milliseconds of one clock, given by the caller.
 *
 * <p>All that waits of a user is taken together. Until {@link #settle} says what became of it,
 * nothing more of that user is taken; what must be sent again goes before what came later, after a
 * pause that grows with each failure. Other users do not wait for it.
 */
final class Lane {
  static final long FIRST_PAUSE_MILLIS = 100;
  static final long LONGEST_PAUSE_MILLIS = 3_000;

  private final int capacity;
  private final Map<UserId, Line> lines = new HashMap<>();
  private final ArrayDeque<Line> ready = new ArrayDeque<>();
  private final PriorityQueue<Line> pausing =
      new PriorityQueue<>(Comparator.comparingLong(line -> line.until));
  private int size;

  Lane(int capacity) {
    this.capacity = capacity;
  }

  /** What waits of one user; exactly one of: ready, taken, pausing. */
  private static final class Line {
    private final ArrayDeque<Report> waiting = new ArrayDeque<>(1);
    private boolean taken;
    private boolean failed;
    private int failures;
    private long until;
  }

  /**
   * @return false when the lane is full
   */
  synchronized boolean offer(Report report) {
    if (size >= capacity) {
      return false;
    }
    size++;
    Line line = lines.get(report.user());
    if (line == null) {
      line = new Line();
      lines.put(report.user(), line);
      ready.add(line);
    }
    line.waiting.add(report);
    return true;
  }

  /**
   * Takes what is ready, oldest users first.
   *
   * @param max at least 1
   */
  synchronized List<Report> take(long now, int max) {
    for (Line line = pausing.peek(); line != null && line.until <= now; line = pausing.peek()) {
      ready.add(pausing.poll());
    }
    List<Report> taken = new ArrayList<>();
    while (taken.size() < max && !ready.isEmpty()) {
      Line line = ready.remove();
      line.taken = true;
      while (taken.size() < max && !line.waiting.isEmpty()) {
        taken.add(line.waiting.remove());
      }
    }
    return taken;
  }

  /**
   * Ends what {@link #take} began.
   *
   * @param taken all of it
   * @param again the part of it that must be sent again, in the same order
   */
  synchronized void settle(List<Report> taken, List<Report> again, long now) {
    size -= taken.size() - again.size();
    for (Report report : again.reversed()) {
      Line line = line(report);
      line.waiting.addFirst(report);
      line.failed = true;
    }
    for (Report report : taken) {
      Line line = lines.get(report.user());
      if (line != null && line.taken) {
        line.taken = false;
        putBack(report.user(), line, now);
      }
    }
  }

  private void putBack(UserId user, Line line, long now) {
    if (line.failed) {
      line.failed = false;
      line.failures++;
      line.until = now + pause(line.failures);
      pausing.add(line);
    } else if (line.waiting.isEmpty()) {
      lines.remove(user);
    } else {
      line.failures = 0;
      ready.add(line);
    }
  }

  private Line line(Report report) {
    Line line = lines.get(report.user());
    if (line == null) {
      throw new IllegalStateException("settled a report that was not taken");
    }
    return line;
  }

  /** Milliseconds until something is ready; 0 when something is, {@link Long#MAX_VALUE} for no. */
  synchronized long readyIn(long now) {
    if (!ready.isEmpty()) {
      return 0;
    }
    Line first = pausing.peek();
    return first == null ? Long.MAX_VALUE : Math.max(0, first.until - now);
  }

  /** How many wait or are on their way. */
  synchronized int size() {
    return size;
  }

  private static long pause(int failures) {
    return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 10));
  }
}
