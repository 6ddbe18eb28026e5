package io.presence.endtoend.oracle;

/** What a person lets be seen. */
record Privacy(Who status, Who lastSeen) {
  /** Whom it is shown to. */
  enum Who {
    EVERYONE,
    CONTACTS,
    NOBODY;

    boolean lets(boolean contact) {
      return switch (this) {
        case EVERYONE -> true;
        case CONTACTS -> contact;
        case NOBODY -> false;
      };
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  String json() {
    return "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}"
        .formatted(status.word(), lastSeen.word());
  }
}
