package io.presence.gateway.delivery;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Context;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.session.Push;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards deliveries to local sessions. A record for another gateway is skipped after one header;
 * frames are forwarded as they came; what one poll brought is flushed once for each channel.
 */
@Context
public final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final GatewayId self;
  private final Sessions sessions;
  private final ObjectMapper json;
  private final DeliveryMetrics metrics;
  private final GatewayClock clock;
  private final TailConsumer consumer;

  Deliveries(
      GatewayId self,
      Sessions sessions,
      ObjectMapper json,
      DeliveryMetrics metrics,
      GatewayClock clock,
      LagSettings settings,
      KafkaDefaultConfiguration kafka) {
    this.self = self;
    this.sessions = sessions;
    this.json = json;
    this.metrics = metrics;
    this.clock = clock;
    consumer =
        new TailConsumer(
            Topics.PRESENCE_DELIVERIES,
            kafka.getConfig(),
            partitions -> List.of(Sharding.deliveriesPartition(self, partitions)),
            this::forward,
            settings.deliveryMaxLagMs());
    metrics.reading(consumer);
    consumer.start();
  }

  /** Whether every delivery from here on is seen. */
  public boolean isPositioned() {
    return consumer.isPositioned();
  }

  /** Whether Kafka has answered lately. */
  public boolean isReachable() {
    return consumer.isReachable();
  }

  /** For how long a delivery has been waiting to be read. */
  public long lagMillis() {
    return consumer.lagMillis();
  }

  @PreDestroy
  void close() {
    consumer.close();
  }

  private void forward(ConsumerRecords<byte[], byte[]> records) {
    FlushBatch batch = new FlushBatch();
    try {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        forward(record, batch);
      }
    } finally {
      // Whatever happens: a channel that was given something and never drained would stay silent.
      batch.flush();
    }
  }

  private void forward(ConsumerRecord<byte[], byte[]> record, FlushBatch batch) {
    try {
      Delivery.read(name -> TailConsumer.header(record, name), self)
          .ifPresent(delivery -> forward(delivery, frame(record, delivery), batch));
    } catch (IllegalArgumentException e) {
      metrics.malformed();
      LOG.warn("A delivery is skipped, it cannot be read: {}", e.getMessage());
    }
  }

  private static byte[] frame(ConsumerRecord<byte[], byte[]> record, Delivery delivery) {
    byte[] frame = record.value();
    boolean needsOne =
        delivery.kind() == Delivery.Kind.PRESENCE || delivery.kind() == Delivery.Kind.ME;
    if (frame == null && needsOne) {
      throw new IllegalArgumentException("a delivery of this kind needs a frame");
    }
    return frame == null ? new byte[0] : frame;
  }

  private void forward(Delivery delivery, byte[] frame, FlushBatch batch) {
    switch (delivery.kind()) {
      case PRESENCE -> {
        Push push =
            new Push(delivery.subject(), delivery.version(), frame, this::view, delivery.anew());
        for (UserId viewer : delivery.viewers()) {
          for (Session session : sessions.of(viewer)) {
            metrics.pushed(session.push(push, batch));
          }
        }
        long now = clock.now().toEpochMilli();
        metrics.forwarded(delivery.version(), now);
        Long deadline = delivery.deadline();
        if (deadline != null) {
          metrics.toldOffline(deadline, now);
        }
      }
      case ME -> {
        for (Session session : sessions.of(delivery.subject())) {
          if (session.id().equals(delivery.session())) {
            session.sawMe(delivery.version());
          } else {
            session.pushMe(delivery.version(), frame, batch);
          }
        }
      }
      case EVICT -> {
        for (Session session : sessions.of(delivery.subject())) {
          if (session.id().equals(delivery.session())) {
            session.evict();
          }
        }
      }
      case EXPEL -> {
        for (Session session : sessions.of(delivery.subject())) {
          if (delivery.session() == null || session.id().equals(delivery.session())) {
            session.expel();
          }
        }
      }
    }
  }

  private PresenceView view(byte[] frame) {
    try {
      return Objects.requireNonNull(json.readValue(frame, UpdatedFrame.class)).data();
    } catch (IOException e) {
      throw new UncheckedIOException("a delivered frame cannot be read", e);
    }
  }

  /** What of a {@code presence_updated} is read when somebody asks what it says. */
  @Serdeable
  record UpdatedFrame(PresenceView data) {}
}
