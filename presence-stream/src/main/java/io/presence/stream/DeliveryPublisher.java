package io.presence.stream;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.Delivery;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes deliveries to {@link Topics#PRESENCE_DELIVERIES}, each to the partition that its gateway
 * reads. Records of one gateway keep the order of the calls.
 *
 * <p>While Kafka is away a call may hold its caller for half a second: not for threads that answer
 * requests, but for {@link #evict}, which hands over to a thread here.
 */
@Singleton
public final class DeliveryPublisher {
  private static final byte[] NO_FRAME = new byte[0];

  private final StreamWriter writer;
  private final StreamMetrics metrics;
  private final EvictionQueue evictions;
  private final Tracing tracing;

  DeliveryPublisher(
      StreamWriter writer, StreamMetrics metrics, Outstanding outstanding, Tracing tracing) {
    this.tracing = tracing;
    this.writer = writer;
    this.metrics = metrics;
    this.evictions =
        new EvictionQueue(
            metrics,
            outstanding,
            (delivery, settlement) -> publish(delivery, NO_FRAME, settlement));
  }

  /**
   * @param frame encoded, ready for a socket; the same array may go with many deliveries
   */
  public void publish(Delivery delivery, byte[] frame, Settlement settlement) {
    publish(delivery, frame, settlement, Step.NONE);
  }

  /**
   * The same.
   *
   * @param news the step that it belongs to
   */
  public void publish(Delivery delivery, byte[] frame, Settlement settlement, Step news) {
    Step step = tracing.follow("publish delivery", SpanKind.PRODUCER, news.traceparent());
    if (step.isFollowed()) {
      step.note("presence.gateway", delivery.gateway().value())
          .note("presence.viewers", delivery.viewers().size());
    }
    writer.send(
        Topics.PRESENCE_DELIVERIES,
        partitions -> {
          var record =
              new ProducerRecord<String, byte[]>(
                  Topics.PRESENCE_DELIVERIES,
                  Sharding.deliveriesPartition(delivery.gateway(), partitions),
                  null,
                  frame);
          delivery.headers().forEach(record.headers()::add);
          TraceHeader.add(record.headers(), step.traceparent());
          return record;
        },
        acknowledged -> {
          metrics.deliverySettled(delivery.kind(), acknowledged);
          step.end(acknowledged);
          settlement.settled(acknowledged);
        });
  }

  /**
   * Asks a gateway to close a session that gave way; never blocks. Tried a few times: a gateway
   * that does not hear of it learns it from the answer to the session's next report.
   */
  public void evict(Delivery delivery) {
    evictions.add(delivery);
  }

  @jakarta.annotation.PreDestroy
  void close() {
    evictions.close();
  }
}
