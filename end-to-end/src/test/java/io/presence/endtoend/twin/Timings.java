package io.presence.endtoend.twin;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long answers about different people take, asked in turns in random order, so that whatever
 * else the machine does meets all of them alike. Medians: a few slow calls move nothing.
 */
record Timings(Map<String, Double> medianMicros) {

  static Timings of(List<String> subjects, int rounds, Function<String, Long> nanos) {
    Map<String, long[]> all = new LinkedHashMap<>();
    subjects.forEach(subject -> all.put(subject, new long[rounds]));
    Random random = new Random(1);
    List<String> order = new java.util.ArrayList<>(subjects);
    for (int round = -rounds / 4; round < rounds; round++) {
      Collections.shuffle(order, random);
      for (String subject : order) {
        long took = nanos.apply(subject);
        long[] kept = all.get(subject);
        if (round >= 0 && kept != null) {
          kept[round] = took;
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach((subject, took) -> {
      Arrays.sort(took);
      medians.put(subject, took[took.length / 2] / 1_000.0);
    });
    return new Timings(medians);
  }

  /** The slowest median over the fastest. */
  double spread() {
    return Collections.max(medianMicros.values()) / Collections.min(medianMicros.values());
  }

  @Override
  public String toString() {
    return medianMicros.entrySet().stream()
            .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "))
        + " µs (spread %.2f)".formatted(spread());
  }
}
