package io.presence.gateway.watch;

import io.presence.contracts.UserId;
import io.presence.gateway.session.Session;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which local sessions watch whom, and whether the store is known to hold a lease for it.
 * Thread-safe. Bounded by what sessions may watch.
 */
@Singleton
final class LocalWatchers {
  private final Map<UserId, Watched> bySubject = new HashMap<>();

  private static final class Watched {
    final Set<Session> sessions = new HashSet<>(2);
    boolean held;
  }

  /**
   * @return those for whom no lease is held yet
   */
  synchronized List<UserId> add(Session session, Collection<UserId> subjects) {
    List<UserId> open = new ArrayList<>();
    for (UserId subject : subjects) {
      Watched watched = bySubject.computeIfAbsent(subject, key -> new Watched());
      watched.sessions.add(session);
      if (!watched.held) {
        open.add(subject);
      }
    }
    return open;
  }

  /**
   * @return those whom nobody here watches any more
   */
  synchronized List<UserId> remove(Session session, Collection<UserId> subjects) {
    List<UserId> free = new ArrayList<>();
    for (UserId subject : subjects) {
      Watched watched = bySubject.get(subject);
      if (watched != null && watched.sessions.remove(session) && watched.sessions.isEmpty()) {
        bySubject.remove(subject);
        free.add(subject);
      }
    }
    return free;
  }

  /** The store holds leases for these; counts for those who are watched still. */
  synchronized void held(Collection<UserId> subjects) {
    for (UserId subject : subjects) {
      Watched watched = bySubject.get(subject);
      if (watched != null) {
        watched.held = true;
      }
    }
  }

  synchronized boolean isWatched(UserId subject) {
    return bySubject.containsKey(subject);
  }

  synchronized List<Session> of(UserId subject) {
    Watched watched = bySubject.get(subject);
    return watched == null ? List.of() : List.copyOf(watched.sessions);
  }

  /** Those among them for whom a lease is held. */
  synchronized List<UserId> heldOnes(Predicate<UserId> among) {
    return bySubject.entrySet().stream()
        .filter(entry -> entry.getValue().held && among.test(entry.getKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized int size() {
    return bySubject.size();
  }
}
