package io.presence.store.memory;

import io.presence.contracts.Cause;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.ChangeTail;
import io.presence.store.StoreSettings;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the twin remembers. The features around it lock it for the whole of each call.
 */
final class Memory {
  final StoreSettings settings;
  final long ttlMillis;

  /** Changes that Kafka has not acknowledged: when they began to wait. */
  final Map<Change, Long> unconfirmed = new TreeMap<>(Change.ORDER);

  /** When somebody last swept. */
  long sweptAt = Long.MIN_VALUE;

  /** When people last changed, and when their graph version was last raised, of late. */
  final Map<UserId, Long> changed = new TreeMap<>();

  final Map<UserId, Long> graphed = new HashMap<>();

  /** When this store began; 0 when nobody has looked since. */
  long begun;

  boolean emptied;

  /** Whether all was lost before. */
  private boolean lost;

  private final InstantSource clock;
  private final Map<UserId, Person> people = new TreeMap<>();

  /** Ended sessions, until when that is remembered. */
  private final Map<Tombstone, Long> ended = new HashMap<>();

  Memory(StoreSettings settings, InstantSource clock) {
    this.settings = settings;
    this.ttlMillis = settings.ttl().toMillis();
    this.clock = clock;
  }

  long now() {
    return clock.millis();
  }

  /** Null when unknown, also when forgotten since. */
  @Nullable Person person(UserId user) {
    Person person = people.get(user);
    if (person != null && person.forgetAt <= now()) {
      people.remove(user);
      return null;
    }
    return person;
  }

  void add(Person person) {
    people.put(person.user, person);
  }

  /** Everything is lost. */
  void empty() {
    people.clear();
    ended.clear();
    unconfirmed.clear();
    changed.clear();
    graphed.clear();
    begun = 0;
    lost = true;
    sweptAt = Long.MIN_VALUE;
  }

  /** The graph version of those who have none: another one after all was lost. */
  long missingGraphVersion() {
    if (!lost) {
      return 0;
    }
    return begun == 0 ? -1 : begun - 1;
  }

  /** How long missing means unknown. */
  long uncertainMillis() {
    if (begun == 0) {
      return ttlMillis;
    }
    return emptied ? Math.max(0, begun + ttlMillis - now()) : 0;
  }

  /** Those of a shard that are not forgotten, in the order of their ids. */
  List<Person> people(ShardId shard) {
    long now = now();
    return people.values().stream()
        .filter(person -> person.forgetAt > now)
        .filter(person -> settings.sharding().shardOf(person.user).equals(shard))
        .toList();
  }

  boolean hasEnded(UserId user, SessionId session) {
    Long until = ended.get(new Tombstone(user, session));
    return until != null && until > now();
  }

  /** The session ends and stays ended. */
  void end(Person person, SessionId session, SessionEnd how, long until) {
    person.drop(session, how, until);
    bury(person.user, session);
  }

  void bury(UserId user, SessionId session) {
    long now = now();
    ended.values().removeIf(until -> until <= now);
    ended.put(new Tombstone(user, session), now + 2 * ttlMillis);
  }

  /** A session without a socket comes back under its id. */
  void unbury(UserId user, SessionId session) {
    ended.remove(new Tombstone(user, session));
  }

  @Nullable PresenceChanged settle(
      Person person, Person.Before before, Cause cause, @Nullable SessionId session) {
    PresenceChanged change =
        person.settle(
            before,
            cause,
            session,
            now(),
            settings.idleTimeout().toMillis(),
            settings.userRetention().toMillis());
    if (change != null) {
      unconfirmed.put(new Change(change.userId(), change.version()), now());
      changed.put(change.userId(), now());
      changed.values().removeIf(at -> at <= now() - ChangeTail.KEPT_MILLIS);
    }
    return change;
  }

  private record Tombstone(UserId user, SessionId session) {}

  /** One change of one person. */
  record Change(UserId user, long version) {
    static final Comparator<Change> ORDER =
        Comparator.comparing(Change::user).thenComparingLong(Change::version);
  }
}
