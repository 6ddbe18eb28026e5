package io.presence.graph.people;

import io.presence.contracts.UserId;
import io.presence.graph.Etag;
import io.presence.graph.Precondition;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.GraphChanges;
import io.presence.web.Caller;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Writes what people are called, and takes them out of the graph. */
@Singleton
class Profiles {
  private final PersonRows people;
  private final PrivacyRows privacy;
  private final PersonLock lock;
  private final Departure departure;
  private final GraphChanges changes;
  private final Audit audit;

  Profiles(
      PersonRows people,
      PrivacyRows privacy,
      PersonLock lock,
      Departure departure,
      GraphChanges changes,
      Audit audit) {
    this.people = people;
    this.privacy = privacy;
    this.lock = lock;
    this.departure = departure;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Another name changes nobody's sight of anybody. The first one may: by it they are somebody, and
   * who has set nothing may be open to everyone.
   *
   * @throws io.presence.web.ProblemException 412
   */
  void put(Caller caller, Person person, Precondition precondition) {
    changes.commit(effects -> {
      UserId id = person.userId();
      lock.take(id);
      @Nullable Person before = people.findByUserId(id).orElse(null);
      @Nullable Etag etag = before == null ? null : before.etag();
      precondition.require("the profile of " + id, etag);
      if (!person.equals(before)) {
        people.put(id, person.name(), person.pictureUrl());
        audit.ofPerson(caller, "user.put", id, before, person);
      }
      effects.of(id, before == null && privacy.findByUserId(id).isEmpty());
      return person;
    });
  }

  /**
   * Idempotent. Returns once nobody is shown the person any more.
   *
   * @throws io.presence.web.ProblemException 412
   */
  void remove(Caller caller, UserId id, Precondition precondition) {
    changes.commit(effects -> {
      lock.take(id);
      @Nullable Person person = people.findByUserId(id).orElse(null);
      @Nullable Etag etag = person == null ? null : person.etag();
      precondition.require("the profile of " + id, etag);
      @Nullable Privacy settings = privacy.findByUserId(id).orElse(null);
      Departure.Taken taken = departure.of(id, effects);
      if (taken.anything()) {
        audit.ofPerson(caller, "user.delete", id, Departed.of(id, person, settings, taken), null);
      }
      return taken.anything();
    });
  }
}
