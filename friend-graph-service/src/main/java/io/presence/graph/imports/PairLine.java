package io.presence.graph.imports;

import io.presence.contracts.UserId;
import io.presence.graph.relations.Pair;

/** What a line of an import says. */
sealed interface PairLine {
  /** The longest good line: two ids and some space. */
  int MAX_LENGTH = 300;

  /** These two are contacts. */
  record Contacts(Pair pair) implements PairLine {}

  /** An empty line, or a comment that begins with {@code #}. */
  record Nothing() implements PairLine {}

  /** Not understood. */
  record Bad(String reason) implements PairLine {}

  /** Two ids with white space between them, in any order. */
  static PairLine parse(BoundedLines.Line line) {
    String text = line.text().strip();
    if (text.startsWith("#")) {
      return new Nothing();
    }
    if (line.tooLong()) {
      return new Bad("a line must have at most " + MAX_LENGTH + " bytes");
    }
    if (text.isEmpty()) {
      return new Nothing();
    }
    String[] ids = text.split("\\s+", 3);
    if (ids.length != 2) {
      return new Bad("a line must have two user ids");
    }
    return of(ids[0], ids[1]);
  }

  /** What two words say. */
  static PairLine of(String one, String other) {
    if (!UserId.isValid(one) || !UserId.isValid(other)) {
      return new Bad("a user id must be 1-128 characters of [A-Za-z0-9._:@-]");
    }
    if (one.equals(other)) {
      return new Bad("nobody is a contact of themself");
    }
    return new Contacts(Pair.of(new UserId(one), new UserId(other)));
  }
}
