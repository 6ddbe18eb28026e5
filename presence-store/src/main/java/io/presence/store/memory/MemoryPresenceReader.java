package io.presence.store.memory;

import io.presence.contracts.PersonState;
import io.presence.contracts.UserId;
import io.presence.store.Inspection;
import io.presence.store.PresenceReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Lookups. */
final class MemoryPresenceReader implements PresenceReader {
  private final Memory memory;

  MemoryPresenceReader(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Map<UserId, Reading> read(Collection<UserId> users) {
    synchronized (memory) {
      long asOf = memory.now() - 1;
      Map<UserId, Reading> readings = HashMap.newHashMap(users.size());
      for (UserId user : users) {
        Person person = memory.person(user);
        readings.put(
            user,
            person == null
                ? new Reading(PersonState.UNKNOWN, 0, asOf, false, memory.uncertainMillis() == 0)
                : new Reading(person.state(), person.version, asOf, true));
      }
      return readings;
    }
  }

  @Override
  public Inspection inspect(UserId user) {
    synchronized (memory) {
      Person person = memory.person(user);
      return person == null
          ? Inspection.nothing(memory.now())
          : person.inspect(memory.now(), memory.ttlMillis);
    }
  }

  @Override
  public long countOnline() {
    synchronized (memory) {
      return memory.settings.sharding().all().stream()
          .flatMap(shard -> memory.people(shard).stream())
          .filter(Person::isVisible)
          .count();
    }
  }
}
