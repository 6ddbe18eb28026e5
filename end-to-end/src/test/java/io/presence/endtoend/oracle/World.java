package io.presence.endtoend.oracle;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A dozen people and how they stand to each other: the oracle's own idea of who may see whom.
 *
 * @param prefix begins the id of everybody in it
 * @param policy what holds for all of them
 * @param ghosts ids that never existed
 * @param contacts of each pair, the lesser id first
 * @param blocks of each ordered pair: who, whom
 * @param exemptions of each ordered pair: who makes one, for whom
 * @param requests of each ordered pair: who asks to be a contact, whom
 */
record World(
    String prefix,
    Policy policy,
    Map<String, Person> people,
    List<String> ghosts,
    Map<String, History<Boolean>> contacts,
    Map<String, History<Boolean>> blocks,
    Map<String, History<Exemption>> exemptions,
    Map<String, History<Boolean>> requests,
    List<Room> rooms) {

  static World of(
      String prefix, Policy policy, List<Person> people, List<String> ghosts, List<Room> rooms) {
    Map<String, Person> byId = new LinkedHashMap<>();
    people.forEach(person -> byId.put(person.id, person));
    Map<String, History<Boolean>> contacts = new LinkedHashMap<>();
    Map<String, History<Boolean>> blocks = new LinkedHashMap<>();
    Map<String, History<Exemption>> exemptions = new LinkedHashMap<>();
    Map<String, History<Boolean>> requests = new LinkedHashMap<>();
    for (Person a : people) {
      for (Person b : people) {
        if (a != b) {
          blocks.put(a.id + " " + b.id, new History<>(false));
          exemptions.put(a.id + " " + b.id, new History<>(Exemption.NONE));
          requests.put(a.id + " " + b.id, new History<>(false));
          contacts.putIfAbsent(pair(a.id, b.id), new History<>(false));
        }
      }
    }
    return new World(
        prefix,
        policy,
        byId,
        List.copyOf(ghosts),
        contacts,
        blocks,
        exemptions,
        requests,
        List.copyOf(rooms));
  }

  static String pair(String a, String b) {
    return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
  }

  Person person(String id) {
    Person person = people.get(id);
    if (person == null) {
      throw new IllegalArgumentException("nobody of this world: " + id);
    }
    return person;
  }

  History<Boolean> contact(String a, String b) {
    return known(contacts.get(pair(a, b)));
  }

  History<Boolean> block(String who, String whom) {
    return known(blocks.get(who + " " + whom));
  }

  /** Whether the one's request may stand where the other sees it. */
  History<Boolean> asking(String who, String whom) {
    return known(requests.get(who + " " + whom));
  }

  History<Exemption> exemption(String who, String whom) {
    return known(exemptions.get(who + " " + whom));
  }

  private static <T> History<T> known(@org.jspecify.annotations.Nullable History<T> of) {
    if (of == null) {
      throw new IllegalArgumentException("nobody of this world");
    }
    return of;
  }

  /** Everything that the viewer may have been allowed to see of the subject at the moment. */
  Set<Seeing> seeing(String viewer, String subject, long moment) {
    Set<Seeing> possible = EnumSet.noneOf(Seeing.class);
    for (boolean mine : block(viewer, subject).at(moment)) {
      for (boolean theirs : block(subject, viewer).at(moment)) {
        for (boolean contact : contact(viewer, subject).at(moment)) {
          for (Privacy privacy : person(subject).privacy.at(moment)) {
            for (Exemption exemption : exemption(subject, viewer).at(moment)) {
              for (boolean hides : hidesLastSeen(viewer, subject, moment)) {
                possible.add(rule(mine || theirs, contact, privacy, exemption, hides));
              }
            }
          }
        }
      }
    }
    return possible;
  }

  /** Who may see whom, in the words of the design. */
  private Seeing rule(
      boolean blocked, boolean contact, Privacy privacy, Exemption exemption, boolean hides) {
    if (blocked || !exemption.status().lets(privacy.status().lets(contact))) {
      return Seeing.NOTHING;
    }
    boolean exactly =
        exemption.lastSeen().lets(privacy.lastSeen().lets(contact))
            && !(policy.reciprocity() && hides);
    if (exactly) {
      return Seeing.ALL;
    }
    return policy.approximate() ? Seeing.ALL_BUT_EXACTLY_WHEN : Seeing.ALL_BUT_LAST_SEEN;
  }

  /** Whether the viewer may have hidden their own last seen, or all of themself, from the other. */
  private Set<Boolean> hidesLastSeen(String viewer, String subject, long moment) {
    Set<Boolean> possible = new HashSet<>();
    for (Privacy privacy : person(viewer).privacy.at(moment)) {
      for (Exemption exemption : exemption(viewer, subject).at(moment)) {
        possible.add(
            !exemption.lastSeen().lets(privacy.lastSeen() != Privacy.Who.NOBODY)
                || !exemption.status().lets(privacy.status() != Privacy.Who.NOBODY));
      }
    }
    return possible;
  }

  boolean maySee(String viewer, String subject, long moment) {
    return seeing(viewer, subject, moment).stream().anyMatch(seeing -> seeing != Seeing.NOTHING);
  }

  /** Whether the relation of the two, or what the subject shows, has just changed. */
  boolean moved(String viewer, String subject, long moment, long within) {
    return block(viewer, subject).moved(moment, within)
        || block(subject, viewer).moved(moment, within)
        || contact(viewer, subject).moved(moment, within)
        || exemption(subject, viewer).moved(moment, within)
        || person(subject).privacy.moved(moment, within)
        || hiding(viewer, subject).anyMatch(history -> history.moved(moment, within));
  }

  /** Whether anything has just changed of who sees this person, or whom they see. */
  boolean edited(String person, long moment, long within) {
    return person(person).privacy.moved(moment, within)
        || Stream.of(contacts, blocks, exemptions)
            .flatMap(pairs -> pairs.entrySet().stream())
            .filter(pair -> List.of(pair.getKey().split(" ")).contains(person))
            .anyMatch(pair -> pair.getValue().moved(moment, within));
  }

  /** Every moment at which something about the pair began or ended. */
  void moments(String viewer, String subject, Set<Long> into) {
    block(viewer, subject).moments(into);
    block(subject, viewer).moments(into);
    contact(viewer, subject).moments(into);
    exemption(subject, viewer).moments(into);
    person(subject).moments(into);
    hiding(viewer, subject).forEach(history -> history.moments(into));
  }

  /** What decides whether the viewer hides their own last seen, where that matters. */
  private Stream<History<?>> hiding(String viewer, String subject) {
    return policy.reciprocity()
        ? Stream.of(person(viewer).privacy, exemption(viewer, subject))
        : Stream.of();
  }
}
