package io.presence.lastseen;

import io.presence.contracts.UserId;
import io.presence.lastseen.history.SessionNews;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was read and is not yet written, one item per person (and one of their sessions). One thread
 * adds and clears; any thread looks. What is being written stays visible here until it is
 * committed, so whoever looks here first and in the table second misses nothing.
 */
@Singleton
final class Fold {
  private final Map<UserId, Kept> pending = new ConcurrentHashMap<>();

  // Only for the one thread: nobody is answered from it.
  private final Map<UserId, SessionNews> sessions = new HashMap<>();

  void add(Kept kept) {
    pending.merge(kept.userId(), kept, Kept::and);
  }

  void add(SessionNews news) {
    sessions.merge(news.userId(), news, SessionNews::and);
  }

  Collection<SessionNews> sessions() {
    return sessions.values();
  }

  Optional<Kept> of(UserId userId) {
    return Optional.ofNullable(pending.get(userId));
  }

  List<Kept> all() {
    return List.copyOf(pending.values());
  }

  int size() {
    return pending.size();
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  void clear() {
    pending.clear();
    sessions.clear();
  }
}
