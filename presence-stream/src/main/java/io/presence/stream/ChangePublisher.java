package io.presence.stream;

import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
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
 *
 * <p>Publishing is a step of the trace of whatever made the change. A change that time has made, or
 * that is published again, begins a trace of its own.
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
  private final Tracing tracing;
  private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final QueueThread<Pending> thread;

  ChangePublisher(
      StreamWriter writer,
      ChangeCodec codec,
      StoreSettings settings,
      Confirmer confirmer,
      StreamMetrics metrics,
      Outstanding outstanding,
      Tracing tracing) {
    this.tracing = tracing;
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

  /**
   * The same, for what somebody's report has made.
   *
   * @param report the step that it was
   */
  void publish(PresenceChanged change, Step report) {
    Step step = tracing.follow("publish change", SpanKind.PRODUCER, report.traceparent());
    publish(change, Settlement.IGNORED, step);
  }

  /** The same, for whoever wants to know. */
  public void publish(PresenceChanged change, Settlement settlement) {
    publish(change, settlement, tracing.begin("publish change", SpanKind.PRODUCER));
  }

  private void publish(PresenceChanged change, Settlement settlement, Step step) {
    outstanding.began(1);
    step.note("presence.cause", change.cause().name()).note("presence.version", change.version());
    if (!queue.offer(new Pending(change, settlement, step, System.nanoTime()))) {
      step.end(false);
      outstanding.ended(1);
      metrics.changeOverflowed();
      settlement.settled(false);
    }
  }

  private void write(Pending pending) {
    try (var _ = pending.step().logged()) {
      send(pending);
    }
  }

  private void send(Pending pending) {
    PresenceChanged change = pending.change();
    writer.send(
        Topics.PRESENCE_CHANGES,
        partitions -> {
          var record =
              new ProducerRecord<>(
                  Topics.PRESENCE_CHANGES,
                  Sharding.changesPartition(sharding.shardOf(change.userId()), partitions),
                  change.userId().value(),
                  codec.encode(change));
          TraceHeader.add(record.headers(), pending.step().traceparent());
          return record;
        },
        acknowledged -> {
          metrics.changeSettled(acknowledged, System.nanoTime() - pending.sinceNanos());
          if (acknowledged) {
            confirmer.confirm(change);
          }
          pending.step().end(acknowledged);
          outstanding.ended(1);
          pending.settlement().settled(acknowledged);
        });
  }

  /** Writes what is queued, within a bound; the ledger remembers the rest. */
  @PreDestroy
  void close() {
    thread.close();
  }

  private record Pending(
      PresenceChanged change, Settlement settlement, Step step, long sinceNanos) {}
}
