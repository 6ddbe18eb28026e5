package io.presence.endtoend.oracle;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody may be spoken of in what a viewer receives; whether anything may be said of them is
 * another question.
 *
 * @param own it is about the viewer alone, and may say that they are invisible
 * @param contacts it may be about contacts
 * @param subscribed it may be about these
 * @param rooms it may be about those who are in one of these with the viewer
 * @param relation it may be about those who stand like this to the viewer, and nothing is said of
 *     how they are
 */
record Reasons(
    boolean own,
    boolean contacts,
    Set<String> subscribed,
    List<Room> rooms,
    @Nullable Relation relation) {
  static final Reasons NONE = new Reasons(false, false, Set.of(), List.of());
  static final Reasons OWN = new Reasons(true, false, Set.of(), List.of());
  static final Reasons CONTACTS = new Reasons(false, true, Set.of(), List.of());

  Reasons {
    subscribed = Set.copyOf(subscribed);
    rooms = List.copyOf(rooms);
  }

  Reasons(boolean own, boolean contacts, Set<String> subscribed, List<Room> rooms) {
    this(own, contacts, subscribed, rooms, null);
  }

  static Reasons relation(Relation relation) {
    return new Reasons(false, false, Set.of(), List.of(), relation);
  }

  static Reasons room(Room room) {
    return new Reasons(false, false, Set.of(), List.of(room));
  }
}
