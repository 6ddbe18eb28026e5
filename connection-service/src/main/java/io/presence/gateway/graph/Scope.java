package io.presence.gateway.graph;

import io.presence.contracts.UserId;
import java.util.HashSet;
import java.util.Set;

/**
 * Whom one viewer must look at again. Immutable.
 *
 * @param everybody all contacts, and all whom the viewer was told of
 * @param subjects only these, when not everybody
 * @param attempt how often some of it was tried in vain
 */
record Scope(boolean everybody, Set<UserId> subjects, int attempt) {
  /** More than this is everybody: it costs no more to ask. */
  static final int MAX_SUBJECTS = 1_000;

  Scope {
    subjects = everybody ? Set.of() : Set.copyOf(subjects);
  }

  static Scope all() {
    return new Scope(true, Set.of(), 0);
  }

  static Scope of(Set<UserId> subjects, int attempt) {
    return new Scope(subjects.size() > MAX_SUBJECTS, subjects, attempt);
  }

  /** Both. A fresh reason does not shorten the pause. */
  Scope and(Scope other) {
    int attempts = Math.max(attempt, other.attempt);
    if (everybody || other.everybody) {
      return new Scope(true, Set.of(), attempts);
    }
    Set<UserId> both = new HashSet<>(subjects);
    both.addAll(other.subjects);
    return of(both, attempts);
  }
}
