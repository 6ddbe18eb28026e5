package io.presence.web;

import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A service does not start with a variable {@code PRESENCE_…} that no service reads: it would
 * silently run without what somebody meant to set.
 */
@Context
final class SettingsAreKnown {
  private static final String NAMES = "/presence-settings.txt";
  private static final String OURS = "PRESENCE_";

  /** Of the launch script, which passes its environment on. */
  private static final String OF_THE_SCRIPT = "PRESENCE_HOME";

  SettingsAreKnown() {
    require(System.getenv().keySet());
    new LogFormat().check();
  }

  static void require(Collection<String> variables) {
    List<String> known = known();
    for (String variable : new TreeSet<>(variables)) {
      if (variable.startsWith(OURS)
          && !variable.equals(OF_THE_SCRIPT)
          && !known.contains(variable)) {
        throw new IllegalStateException(
            "%s is no setting of Presence: unset it, or did you mean %s? docs/configuration.md lists all"
                .formatted(variable, nearest(variable, known)));
      }
    }
  }

  private static String nearest(String variable, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(name, variable)))
        .orElseThrow();
  }

  /** How many letters must be added, left out or replaced. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static List<String> known() {
    try (InputStream names = SettingsAreKnown.class.getResourceAsStream(NAMES)) {
      String text =
          new String(Objects.requireNonNull(names, NAMES).readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n", -1)).filter(name -> !name.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
