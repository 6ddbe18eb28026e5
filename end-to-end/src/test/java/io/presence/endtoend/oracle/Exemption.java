package io.presence.endtoend.oracle;

import java.util.Locale;

/** What a person makes of one other person, whatever holds for everybody. */
record Exemption(Word status, Word lastSeen) {
  static final Exemption NONE = new Exemption(Word.NONE, Word.NONE);

  /** What is said of one setting. */
  enum Word {
    NONE,
    ALLOW,
    DENY;

    boolean lets(boolean otherwise) {
      return this == ALLOW || (this == NONE && otherwise);
    }
  }

  boolean isNone() {
    return equals(NONE);
  }

  String json() {
    return "{\"show_online_status\":%s,\"show_last_seen\":%s}"
        .formatted(quoted(status), quoted(lastSeen));
  }

  private static String quoted(Word word) {
    return word == Word.NONE ? "null" : '"' + word.name().toLowerCase(Locale.ROOT) + '"';
  }
}
