package io.presence.store.memory;

import io.presence.contracts.Cause;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Decides what time decides. A lease lives until one TTL after its session was last heard. */
final class MemoryDeadlines implements Deadlines {
  private final Memory memory;

  MemoryDeadlines(Memory memory) {
    this.memory = memory;
  }

  @Override
  public List<Sweep> sweep(Collection<ShardId> shards, Duration grace, int limit) {
    synchronized (memory) {
      return shards.stream().map(shard -> sweep(shard, grace.toMillis(), limit)).toList();
    }
  }

  @Override
  public void swept() {
    synchronized (memory) {
      memory.sweptAt = memory.now();
    }
  }

  @Override
  public boolean sweptLately() {
    synchronized (memory) {
      return memory.sweptAt != Long.MIN_VALUE && memory.now() - memory.sweptAt < SWEPT_MILLIS;
    }
  }

  @Override
  public Optional<PresenceChanged> decide(UserId user, SessionId session) {
    synchronized (memory) {
      Person person = memory.person(user);
      if (person == null
          || !person.sessions.containsKey(session)
          || deadline(person, session) > memory.now()) {
        return Optional.empty();
      }
      List<PresenceChanged> changes = new ArrayList<>();
      lapse(person, session, changes);
      return changes.stream().findFirst();
    }
  }

  /** The twin tells of no expired leases: they are only hints. */
  @Override
  public AutoCloseable onLeaseExpired(BiConsumer<UserId, SessionId> hint) {
    return () -> {};
  }

  private Sweep sweep(ShardId shard, long grace, int limit) {
    long now = memory.now();
    List<PresenceChanged> changes = new ArrayList<>();
    long next = memory.ttlMillis;

    List<Lease> leases = leases(shard);
    List<Lease> lapsed =
        leases.stream().filter(l -> l.deadline() + grace <= now).limit(limit).toList();
    if (leases.size() > lapsed.size()) {
      next = Math.min(next, leases.get(lapsed.size()).deadline() - now);
    }
    List<Person> timers = timers(shard);
    List<Person> fired = timers.stream().filter(p -> dueAt(p) + grace <= now).limit(limit).toList();
    if (timers.size() > fired.size()) {
      next = Math.min(next, dueAt(timers.get(fired.size())) - now);
    }

    lapsed.forEach(lease -> lapse(lease.person(), lease.session(), changes));
    fired.forEach(person -> fire(person, changes));
    long latest = lapsed.stream().mapToLong(lease -> now - lease.deadline()).max().orElse(0);
    return new Sweep(shard, changes, lapsed.size(), latest, Math.max(0, next));
  }

  private void lapse(Person person, SessionId id, List<PresenceChanged> changes) {
    Person.Before before = person.before();
    Session session = person.sessions.get(id);
    if (session == null) {
      return;
    }
    person.saw(session.device, session.seen, memory.now());
    memory.end(person, id, session.lost ? SessionEnd.LOST : SessionEnd.LAPSED, session.seen);
    if (session.gateway.equals(GatewayId.NONE)) {
      memory.unbury(person.user, id);
    }
    PresenceChanged change = memory.settle(person, before, Cause.LAPSED, id);
    if (change != null) {
      changes.add(change);
    }
  }

  private void fire(Person person, List<PresenceChanged> changes) {
    if (dueAt(person) > memory.now()) {
      return;
    }
    Person.Before before = person.before();
    boolean expired = !person.hand.equals(person.hand.at(memory.now()));
    Cause cause = expired ? Cause.STATUS_EXPIRED : Cause.IDLE;
    PresenceChanged change = memory.settle(person, before, cause, null);
    if (change != null) {
      changes.add(change);
    }
  }

  private List<Lease> leases(ShardId shard) {
    return memory.people(shard).stream()
        .flatMap(p -> p.sessions.keySet().stream().map(id -> new Lease(p, id, deadline(p, id))))
        .sorted(Comparator.comparingLong(Lease::deadline))
        .toList();
  }

  private List<Person> timers(ShardId shard) {
    return memory.people(shard).stream()
        .filter(person -> person.due != null)
        .sorted(Comparator.comparingLong(MemoryDeadlines::dueAt))
        .toList();
  }

  private long deadline(Person person, SessionId id) {
    Session session = person.sessions.get(id);
    return session == null ? Long.MAX_VALUE : session.seen + memory.ttlMillis;
  }

  private static long dueAt(Person person) {
    return person.due == null ? Long.MAX_VALUE : person.due;
  }

  /** A session and when it lapses. */
  private record Lease(Person person, SessionId session, long deadline) {}
}
