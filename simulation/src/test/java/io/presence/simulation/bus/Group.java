package io.presence.simulation.bus;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group of one topic, cooperative and sticky: owners keep what they have and read on
 * while one more member comes or goes; somebody from whom a partition is taken gives it up in their
 * next poll, and only then another gets it.
 */
final class Group {
  /** The services' {@code session.timeout.ms}. */
  private static final long SESSION_NANOS = 6_000_000_000L;

  private final Scheduler scheduler;
  private final Bus bus;
  private final String topic;
  private final List<Member> members = new ArrayList<>();
  private final Map<Integer, Member> owners = new LinkedHashMap<>();
  private final Map<Integer, Long> committed = new LinkedHashMap<>();
  private boolean settled = true;
  private long version;

  /** A consumer, and when its broker last heard of it. */
  static final class Member {
    final Machine machine;
    long heardAt;
    boolean expelled;
    final Set<Integer> toGive = new TreeSet<>();

    Member(Machine machine, long now) {
      this.machine = machine;
      this.heardAt = now;
    }
  }

  Group(Scheduler scheduler, Bus bus, String topic) {
    this.scheduler = scheduler;
    this.bus = bus;
    this.topic = topic;
  }

  Member join(Machine machine) {
    Member member = new Member(machine, scheduler.now());
    members.add(member);
    changed();
    return member;
  }

  void leave(Member member) {
    members.remove(member);
    owners.values().removeIf(owner -> owner == member);
    member.expelled = true;
    changed();
  }

  private void changed() {
    settled = false;
    version++;
  }

  /** Moves when somebody owns something else, or may. */
  long version() {
    return version;
  }

  /** In each poll that reaches the brokers. Heartbeats come from a thread beside it. */
  void beat(Member member) {
    member.heardAt = scheduler.now();
    for (int i = members.size() - 1; i >= 0; i--) {
      Member each = members.get(i);
      boolean beats =
          each.machine.isAlive() && !each.machine.isFrozen() && bus.reaches(each.machine);
      if (beats) {
        each.heardAt = scheduler.now();
      } else if (scheduler.now() - each.heardAt > SESSION_NANOS) {
        leave(each);
      }
    }
    if (!settled) {
      settled = true;
      distribute();
    }
  }

  private void distribute() {
    if (members.isEmpty()) {
      return;
    }
    int partitions = bus.partitions(topic);
    for (int partition = 0; partition < partitions; partition++) {
      if (!owners.containsKey(partition)) {
        owners.put(partition, poorest());
        changed();
      }
    }
    Member poorest = poorest();
    Member richest = members.stream().max(Comparator.comparingInt(this::promised)).orElseThrow();
    if (promised(richest) - promised(poorest) > 1) {
      owned(richest).stream()
          .filter(partition -> !richest.toGive.contains(partition))
          .findFirst()
          .ifPresent(given -> {
            richest.toGive.add(given);
            changed();
          });
    }
  }

  private Member poorest() {
    return members.stream().min(Comparator.comparingInt(this::promised)).orElseThrow();
  }

  private int promised(Member member) {
    return owned(member).size() - member.toGive.size();
  }

  Set<Integer> owned(Member member) {
    Set<Integer> owned = new TreeSet<>();
    owners.forEach((partition, owner) -> {
      if (owner == member) {
        owned.add(partition);
      }
    });
    return owned;
  }

  void gave(Member member, Set<Integer> given) {
    given.forEach(partition -> owners.remove(partition, member));
    member.toGive.removeAll(given);
    changed();
  }

  long committed(int partition) {
    return committed.getOrDefault(partition, 0L);
  }

  /** Only an owner's commits count. */
  boolean commit(@Nullable Member member, int partition, long offset) {
    if (member == null || owners.get(partition) != member) {
      return false;
    }
    committed.put(partition, offset);
    return true;
  }

  long behind() {
    long behind = 0;
    for (int partition = 0; partition < bus.partitions(topic); partition++) {
      behind +=
          bus.log(new org.apache.kafka.common.TopicPartition(topic, partition)).size()
              - committed(partition);
    }
    return behind;
  }
}
