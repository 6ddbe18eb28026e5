package io.presence.endtoend.settings;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row of the table.
 *
 * @param variable the environment variable
 * @param type in a reader's words
 * @param value the default; empty for none
 * @param meaning one line
 * @param readBy modules whose code declares it
 */
record Setting(String variable, String type, String value, String meaning, Set<String> readBy) {
  private static final String UNIT_MILLIS = "_MS";
  private static final String UNIT_BYTES = "_BYTES";

  static String variableOf(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Two modules that declare the same setting must agree on its default. */
  Setting with(Setting other) {
    if (!value.equals(other.value)) {
      throw new IllegalStateException(
          "%s is %s in one module and %s in another".formatted(variable, value, other.value));
    }
    Set<String> both = new TreeSet<>(readBy);
    both.addAll(other.readBy);
    boolean richer = other.meaning.length() > meaning.length();
    return new Setting(variable, type, value, richer ? other.meaning : meaning, both);
  }

  private String unit() {
    if (variable.endsWith(UNIT_MILLIS)) {
      return "ms";
    }
    return variable.endsWith(UNIT_BYTES) ? "bytes" : "";
  }

  String row() {
    String shown = value.isEmpty() ? "" : "`" + value + "`";
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(variable, type, shown, unit(), meaning, String.join(", ", readBy));
  }
}
