package io.presence.endtoend.oracle;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A room: people of the world who come and go, and others who only fill it. */
final class Room {
  /** From so many members on a room is counted. */
  static final int COUNTED_FROM = 100;

  final String id;

  /** Members who are never there, and of whom nothing is ever known. */
  final Set<String> fillers;

  private final Map<String, History<Boolean>> members = new LinkedHashMap<>();

  Room(String id, Collection<String> fillers, List<Person> people) {
    this.id = id;
    this.fillers = Set.copyOf(fillers);
    people.forEach(person -> members.put(person.id, new History<>(false)));
  }

  History<Boolean> membership(String person) {
    History<Boolean> membership = members.get(person);
    if (membership == null) {
      throw new IllegalArgumentException("nobody of this world: " + person);
    }
    return membership;
  }

  Map<String, History<Boolean>> members() {
    return members;
  }

  boolean mayHold(String person, long from, long to) {
    return fillers.contains(person)
        || (members.containsKey(person) && membership(person).during(from, to).contains(true));
  }

  /** Whether it is of this size, if it was one size all the time. */
  boolean mayHave(int size, long from, long to) {
    int least = fillers.size();
    int most = fillers.size();
    for (History<Boolean> membership : members.values()) {
      Set<Boolean> possible = membership.during(from, to);
      least += possible.contains(false) ? 0 : 1;
      most += possible.contains(true) ? 1 : 0;
    }
    return least <= size && size <= most;
  }

  /** How many are in it in the end. */
  int size() {
    return fillers.size()
        + (int) members.values().stream().filter(membership -> membership.latest()).count();
  }

  @Override
  public String toString() {
    return id;
  }
}
