package io.presence.endtoend.oracle;

/** A list that the friend graph keeps for each person. */
enum Relation {
  CONTACTS("contacts"),
  ASKED_BY("contact-requests?direction=received"),
  HAS_ASKED("contact-requests?direction=sent"),
  HAS_BLOCKED("blocks");

  /** Below the person's own path. */
  final String path;

  Relation(String path) {
    this.path = path;
  }

  /** Whether others are named in it: who asked or blocked them knows whom they mean. */
  boolean names() {
    return this == CONTACTS || this == ASKED_BY;
  }
}
