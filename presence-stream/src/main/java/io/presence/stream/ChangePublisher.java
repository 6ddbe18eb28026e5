package io.presence.stream;

import io.micronaut.context.annotation.Requires;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes changes to {@link Topics#PRESENCE_CHANGES} and, once Kafka has acknowledged one,
 * confirms it in the ledger.
 *
 * <p>{@link #publish} never blocks; one thread writes in the order of the calls. A change that
 * finds the queue full, or that Kafka does not acknowledge, stays unconfirmed and is published
 * again by the owner of its shard.
 */
@Singleton
@Requires(beans = PresenceStore.class)
public final class ChangePublisher {
  private static final int CAPACITY = 10_000;

  private final StreamWriter writer;
  private final ChangeCodec codec;
  private final Sharding sharding;
  private final Confirmer confirmer;
  private final StreamMetrics metrics;
  private final Outstanding outstanding;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final QueueThread<Pending> thread;

  ChangePublisher(
      StreamWriter writer,
      ChangeCodec codec,
      StoreSettings settings,
      Confirmer confirmer,
      StreamMetrics metrics,
      Outstanding outstanding) {
    this.writer = writer;
    this.codec = codec;
    this.sharding = settings.sharding();
    this.confirmer = confirmer;
    this.metrics = metrics;
    this.outstanding = outstanding;
    metrics.queue("publish", queue);
    this.thread =
        QueueThread.start("change-publisher", queue, 1, batch -> batch.forEach(this::write));
  }

  /** For a change that the ledger knows: nobody needs to wait for it. */
  public void publish(PresenceChanged change) {
    publish(change, Settlement.IGNORED);
  }

  /** The same, for whoever wants to know. */
  public void publish(PresenceChanged change, Settlement settlement) {
    outstanding.began(1);
    if (!queue.offer(new Pending(change, settlement, System.nanoTime()))) {
      outstanding.ended(1);
      metrics.changeOverflowed();
      settlement.settled(false);
    }
  }

  private void write(Pending pending) {
    PresenceChanged change = pending.change();
    writer.send(
        Topics.PRESENCE_CHANGES,
        partitions ->
            new ProducerRecord<>(
                Topics.PRESENCE_CHANGES,
                Sharding.changesPartition(sharding.shardOf(change.userId()), partitions),
                change.userId().value(),
                codec.encode(change)),
        acknowledged -> {
          metrics.changeSettled(acknowledged, System.nanoTime() - pending.sinceNanos());
          if (acknowledged) {
            confirmer.confirm(change);
          }
          outstanding.ended(1);
          pending.settlement().settled(acknowledged);
        });
  }

  /** Writes what is queued, within a bound; the ledger remembers the rest. */
  @PreDestroy
  void close() {
    thread.close();
  }

  private record Pending(PresenceChanged change, Settlement settlement, long sinceNanos) {}
}
