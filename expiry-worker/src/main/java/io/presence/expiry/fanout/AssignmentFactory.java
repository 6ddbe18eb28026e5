package io.presence.expiry.fanout;

import io.presence.expiry.sweep.Ownership;
import jakarta.inject.Singleton;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;

/** Ties a consumer's assignment to what this worker owns. */
@Singleton
final class AssignmentFactory {
  private final Ownership ownership;

  AssignmentFactory(Ownership ownership) {
    this.ownership = ownership;
  }

  Assignment of(Consumer<String, byte[]> consumer) {
    return new Assignment(consumer, ownership);
  }

  /** There is no consumer now. */
  void nothing() {
    ownership.assigned(Set.of(), 0);
  }
}
