package io.presence.expiry.fanout;

import io.presence.contracts.Topics;
import io.presence.expiry.sweep.Ownership;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of one consumer, and so the shards that this worker owns. Only for the consumer's
 * thread, on which the callbacks run too, inside {@code poll}.
 */
final class Assignment implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Consumer<String, byte[]> consumer;
  private final Ownership ownership;
  private final Set<TopicPartition> assigned = new HashSet<>();
  private boolean paused;
  private boolean complained;
  private long nothingSince = System.nanoTime();

  Assignment(Consumer<String, byte[]> consumer, Ownership ownership) {
    this.consumer = consumer;
    this.ownership = ownership;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    assigned.addAll(added);
    if (paused) {
      // Nothing may come out of a poll that is only there to stay in the group.
      consumer.pause(added);
    }
    own();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> removed) {
    assigned.removeAll(removed);
    own();
  }

  private void own() {
    if (assigned.isEmpty()) {
      nothingSince = System.nanoTime();
    }
    complained &= assigned.isEmpty();
    int partitions =
        assigned.isEmpty() ? 0 : consumer.partitionsFor(Topics.PRESENCE_CHANGES).size();
    ownership.assigned(
        assigned.stream().map(TopicPartition::partition).collect(Collectors.toSet()), partitions);
  }

  void pause() {
    paused = true;
    consumer.pause(assigned);
  }

  void resume() {
    paused = false;
    consumer.resume(assigned);
  }

  /** Commits what is still ours; others read the rest again. */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>(offsets);
    ours.keySet().retainAll(assigned);
    // A commit that fails, as in the middle of a rebalance, means reading again: harmless.
    consumer.commitAsync(
        ours, (committed, failure) -> LOG.debug("Committed {}", committed, failure));
  }

  void complainIfNothing() {
    if (assigned.isEmpty() && !complained && System.nanoTime() - nothingSince > PATIENCE_NANOS) {
      complained = true;
      LOG.warn(
          "No partition of {} is assigned to this worker: Kafka does not answer at kafka.bootstrap.servers, the topic"
              + " is missing (create it), or there are more workers than partitions. It sweeps deadlines"
              + " half a second late and tells nobody",
          Topics.PRESENCE_CHANGES);
    }
  }
}
