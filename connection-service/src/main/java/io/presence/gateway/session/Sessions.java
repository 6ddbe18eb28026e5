package io.presence.gateway.session;

import io.presence.contracts.Sharding;
import io.presence.contracts.UserId;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The sessions of this gateway, by user and by shard. Thread-safe. */
@Singleton
public final class Sessions {
  private static final Session[] NONE = {};

  private final Sharding sharding;

  /** Arrays are replaced, never changed: most people have one. */
  private final ConcurrentHashMap<UserId, Session[]> byUser = new ConcurrentHashMap<>();

  private final List<Set<Session>> byShard;
  private final AtomicInteger count = new AtomicInteger();

  public Sessions(StoreSettings settings) {
    sharding = settings.sharding();
    byShard =
        Stream.<Set<Session>>generate(ConcurrentHashMap::newKeySet)
            .limit(sharding.shards())
            .toList();
  }

  public void add(Session session) {
    byUser.merge(session.user(), new Session[] {session}, Sessions::concat);
    if (shard(session).add(session)) {
      count.incrementAndGet();
    }
  }

  public void remove(Session session) {
    byUser.computeIfPresent(
        session.user(),
        (user, sessions) -> {
          Session[] rest =
              Arrays.stream(sessions).filter(s -> s != session).toArray(Session[]::new);
          return rest.length == 0 ? null : rest;
        });
    if (shard(session).remove(session)) {
      count.decrementAndGet();
    }
  }

  /** The user's sessions here; not to be changed. */
  public Session[] of(UserId user) {
    return byUser.getOrDefault(user, NONE);
  }

  public int count() {
    return count.get();
  }

  public int shards() {
    return byShard.size();
  }

  /** Each session of one shard, in no order; those that come or go meanwhile may be left out. */
  public void inShard(int shard, Consumer<Session> each) {
    byShard.get(shard).forEach(each);
  }

  /** Each session; those that come or go meanwhile may be left out. */
  public void forEach(Consumer<Session> each) {
    byShard.forEach(sessions -> sessions.forEach(each));
  }

  private Set<Session> shard(Session session) {
    return byShard.get(sharding.shardOf(session.user()).index());
  }

  private static Session[] concat(Session[] before, Session[] added) {
    Session[] all = Arrays.copyOf(before, before.length + added.length);
    System.arraycopy(added, 0, all, before.length, added.length);
    return all;
  }
}
