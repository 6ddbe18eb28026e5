package io.presence.graph.relations;

import io.presence.contracts.UserId;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;

/** How two people become contacts, and cease to be. */
@Singleton
class Contacts {
  private final ContactTable contacts;
  private final RequestRows requests;
  private final RelationLimits limits;
  private final GraphChanges changes;

  Contacts(
      ContactTable contacts, RequestRows requests, RelationLimits limits, GraphChanges changes) {
    this.contacts = contacts;
    this.requests = requests;
    this.limits = limits;
    this.changes = changes;
  }

  /** They are contacts from now on, without being asked: an admin says so. Idempotent. */
  void befriend(UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    changes.commit(effects -> agreed(locked(pair), effects));
  }

  /**
   * The user asks the other; if the other has asked before, they are contacts at once. Idempotent.
   *
   * @return whether they are contacts now
   * @throws ProblemException 409 if too many requests of the user are open
   */
  boolean ask(UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    return changes.commit(effects -> {
      locked(pair);
      if (requests.asked(user, other)) {
        return agreed(pair, effects);
      }
      // What an earlier attempt may have left half done is finished, see GraphChanges.
      effects.between(user, other, false);
      if (contacts.areContacts(user, other)) {
        return true;
      }
      enter(user, other);
      return false;
    });
  }

  private void enter(UserId from, UserId to) {
    if (requests.insert(to, from) > 0 && requests.countSent(from) > limits.maxRequests()) {
      throw ProblemException.conflict(
          "at most %d contact requests may be open; withdraw some first"
              .formatted(limits.maxRequests()));
    }
  }

  /**
   * Idempotent: also when they are contacts already.
   *
   * @throws ProblemException 404 if the other has not asked
   */
  void accept(UserId user, UserId from) {
    Pair pair = Pair.of(user, from);
    changes.commit(effects -> {
      locked(pair);
      if (!requests.asked(user, from) && !contacts.areContacts(user, from)) {
        throw ProblemException.notFound(from + " has not asked " + user);
      }
      return agreed(pair, effects);
    });
  }

  /** They are no contacts from now on, and the user asks no more. Idempotent. */
  void part(UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    changes.commit(effects -> {
      locked(pair);
      requests.remove(other, user);
      effects.between(user, other, contacts.delete(pair));
      return pair;
    });
  }

  private Pair locked(Pair pair) {
    contacts.lock(pair);
    return pair;
  }

  private boolean agreed(Pair pair, Effects effects) {
    requests.remove(pair.lower(), pair.higher());
    requests.remove(pair.higher(), pair.lower());
    effects.between(pair.lower(), pair.higher(), contacts.insert(pair));
    return true;
  }
}
