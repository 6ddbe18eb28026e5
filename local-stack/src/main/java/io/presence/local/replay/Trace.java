package io.presence.local.replay;

import io.presence.local.crowd.Move;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A record of comings and goings, in the order of time.
 *
 * @param events never empty
 */
record Trace(List<Event> events) {

  /**
   * One thing that happened.
   *
   * @param atSeconds since the epoch
   * @param actor the person's name in the trace
   */
  record Event(long atSeconds, String actor, Move move) {}

  /**
   * Reads {@code epoch_seconds,user,event} lines with an optional header.
   *
   * @throws IllegalArgumentException naming the first line that is wrong
   */
  static Trace read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = line.strip();
        if (text.isEmpty() || (number == 1 && text.startsWith("epoch_seconds"))) {
          continue;
        }
        try {
          List<String> fields = List.of(text.split(",", -1));
          events.add(
              new Event(
                  Long.parseLong(fields.get(0)),
                  fields.get(1),
                  Move.valueOf(fields.get(2).toUpperCase(Locale.ROOT))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          throw new IllegalArgumentException(
              "%s line %d: expected epoch_seconds,user,event with join, quit, leave, drop or timeout, got \"%s\""
                  .formatted(file, number, text),
              e);
        }
      }
    }
    if (events.isEmpty()) {
      throw new IllegalArgumentException(file + " has no events");
    }
    events.sort(Comparator.comparingLong(Event::atSeconds));
    return new Trace(List.copyOf(events));
  }

  long firstSecond() {
    return events.getFirst().atSeconds();
  }

  long seconds() {
    return events.getLast().atSeconds() - firstSecond();
  }

  /** Names by number of events, most first; ties in the order of first appearance. */
  List<String> actors() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    events.forEach(event -> counts.merge(event.actor(), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }
}
