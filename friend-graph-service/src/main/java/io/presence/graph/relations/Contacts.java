package io.presence.graph.relations;

import io.presence.contracts.UserId;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.limit.GraphBound;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * How two people become contacts, and cease to be. Whatever asks, accepts, declines or withdraws
 * between two people does so one at a time ({@link #locked}): what has returned is not undone by
 * what began before it.
 */
@Singleton
class Contacts {
  private final ContactTable contacts;
  private final RequestRows requests;
  private final CountLock counting;
  private final RelationLimits limits;
  private final DeclinedSettings declined;
  private final GraphChanges changes;
  private final Audit audit;
  private final Bounds bounds;

  Contacts(
      ContactTable contacts,
      RequestRows requests,
      CountLock counting,
      RelationLimits limits,
      DeclinedSettings declined,
      GraphChanges changes,
      Audit audit,
      Bounds bounds) {
    this.contacts = contacts;
    this.requests = requests;
    this.counting = counting;
    this.limits = limits;
    this.declined = declined;
    this.changes = changes;
    this.audit = audit;
    this.bounds = bounds;
  }

  /** They are contacts from now on, without being asked: an admin says so. Idempotent. */
  void befriend(Caller admin, UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    changes.commit(effects -> {
      boolean changed = contacts.insert(locked(pair));
      agreed(admin, pair, changed, effects);
      if (changed) {
        audit.ofPower(admin, "contact.put", user, other, null, contact(other));
      }
      return changed;
    });
  }

  /**
   * The user asks the other; if the other has asked before, they are contacts at once. Idempotent.
   *
   * @return whether they are contacts now
   * @throws ProblemException 409 if too many requests of the user are open, or they have as many
   *     contacts as are allowed
   */
  boolean ask(Caller caller, UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    return changes.commit(effects -> {
      locked(pair);
      if (requests.asked(user, other) && accepted(caller, user, other, effects)) {
        return true;
      }
      // What an earlier attempt may have left half done is finished, see GraphChanges.
      effects.between(user, other, false);
      if (!contacts.reserve(pair)) {
        return true;
      }
      enter(user, other);
      return false;
    });
  }

  /** Returns false, and has changed nothing, if the other has left meanwhile and asks no more. */
  private boolean accepted(Caller caller, UserId user, UserId other, Effects effects) {
    Pair pair = Pair.of(user, other);
    boolean changed = contacts.insert(pair);
    if (changed && requests.answer(user, other) == 0) {
      contacts.delete(pair);
      return false;
    }
    agreed(caller, pair, changed, effects);
    return true;
  }

  /** Whoever asks has forgotten that they declined the other: the other may ask again, too. */
  private void enter(UserId from, UserId to) {
    requireRoomForOneMore(true, from, contacts.count(from));
    requests.remove(from, to);
    // A repeated one is no more to its sender, also where it reaches the receiver only now.
    boolean more = !requests.asked(to, from);
    var _ = requests.insert(to, from, declined.days());
    if (more && countSent(from) > limits.maxRequests()) {
      throw bounds.reached(
          GraphBound.REQUESTS_PER_USER,
          "at most %d contact requests may be open; withdraw some first"
              .formatted(limits.maxRequests()));
    }
  }

  private long countSent(UserId from) {
    counting.take(from);
    return requests.countSent(from);
  }

  /**
   * Idempotent: also when they are contacts already.
   *
   * @throws ProblemException 404 if the other has not asked
   */
  void accept(Caller caller, UserId user, UserId from) {
    Pair pair = Pair.of(user, from);
    changes.commit(effects -> {
      locked(pair);
      boolean changed = contacts.insert(pair);
      if (changed && requests.answer(user, from) == 0) {
        throw ProblemException.notFound(from + " has not asked " + user);
      }
      agreed(caller, pair, changed, effects);
      if (changed) {
        audit.ofPair(caller, "contact-request.accept", user, from, null, contact(from));
      }
      return changed;
    });
  }

  /** The sender does not learn of it. Idempotent. */
  void decline(Caller caller, UserId user, UserId from) {
    Pair pair = Pair.of(user, from);
    changes.commit(effects -> {
      locked(pair);
      boolean changed = requests.decline(user, from) > 0;
      if (changed) {
        audit.ofPair(caller, "contact-request.decline", user, from, Map.of("from", from), null);
      }
      return changed;
    });
  }

  /**
   * By the sender. Nobody accepts it from here on; was it declined, that is remembered, and not
   * told. Idempotent.
   */
  void withdraw(UserId from, UserId to) {
    Pair pair = Pair.of(from, to);
    changes.commit(effects -> {
      locked(pair);
      return unask(from, to);
    });
  }

  /** The same steps whatever became of the request. Returns whether the sender saw it before. */
  private boolean unask(UserId from, UserId to) {
    int kept = requests.keepDeclined(to, from);
    return kept + requests.removeOpen(to, from) > 0;
  }

  /** They are no contacts from now on, and the user asks no more. Idempotent. */
  void part(Caller caller, UserId user, UserId other) {
    Pair pair = Pair.of(user, other);
    changes.commit(effects -> {
      locked(pair);
      boolean withdrawn = unask(user, other);
      boolean parted = contacts.delete(pair);
      effects.between(user, other, parted);
      if (parted || withdrawn) {
        audit.ofPair(caller, "contact.delete", user, other, contact(other), null);
      }
      return parted;
    });
  }

  private Pair locked(Pair pair) {
    contacts.lock(pair);
    return pair;
  }

  /** They are contacts now; {@code changed} says whether they were none before. */
  private void agreed(Caller caller, Pair pair, boolean changed, Effects effects) {
    requests.remove(pair.lower(), pair.higher());
    requests.remove(pair.higher(), pair.lower());
    if (changed) {
      for (UserId one : List.of(pair.lower(), pair.higher())) {
        counting.take(one);
        boolean mayKnow = caller.isAdmin() || caller.userId().equals(one);
        requireRoomForOneMore(mayKnow, one, contacts.count(one) - 1);
      }
    }
    effects.between(pair.lower(), pair.higher(), changed);
  }

  /**
   * @param mayKnow whether the caller may know how many contacts the user has
   */
  private void requireRoomForOneMore(boolean mayKnow, UserId user, int contactsSoFar) {
    if (contactsSoFar >= limits.maxContacts()) {
      throw bounds.reached(
          GraphBound.CONTACTS_PER_USER,
          mayKnow
              ? "at most %d contacts are allowed, %s has %d; remove some first"
                  .formatted(limits.maxContacts(), user, contactsSoFar)
              : "%s can have no more contacts; ask again later".formatted(user));
    }
  }

  private static Map<String, UserId> contact(UserId other) {
    return Map.of("contact", other);
  }
}
