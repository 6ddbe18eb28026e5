package io.presence.gateway.delivery;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Context;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sharding;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.room.RoomCounts;
import io.presence.gateway.session.Push;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.trace.PushStep;
import io.presence.gateway.watch.WatchedChanges;
import io.presence.stream.TraceHeader;
import io.presence.trace.Tracing;
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
  private final RoomCounts rooms;
  private final ObjectMapper json;
  private final WatchedChanges watched;
  private final DeliveryMetrics metrics;
  private final GatewayClock clock;
  private final Tracing tracing;
  private final TailConsumer consumer;

  Deliveries(
      GatewayId self,
      Sessions sessions,
      RoomCounts rooms,
      ObjectMapper json,
      WatchedChanges watched,
      DeliveryMetrics metrics,
      GatewayClock clock,
      Tracing tracing,
      LagSettings settings,
      KafkaDefaultConfiguration kafka) {
    this.self = self;
    this.sessions = sessions;
    this.rooms = rooms;
    this.json = json;
    this.watched = watched;
    this.metrics = metrics;
    this.clock = clock;
    this.tracing = tracing;
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
          .ifPresent(delivery -> {
            try (PushStep step = step(record)) {
              forward(delivery, frame(record, delivery), batch, step);
            }
          });
    } catch (IllegalArgumentException e) {
      metrics.malformed();
      LOG.warn("A delivery is skipped, it cannot be read: {}", e.getMessage());
    }
  }

  private PushStep step(ConsumerRecord<byte[], byte[]> record) {
    String before = tracing.isOn() ? TraceHeader.of(record.headers()) : null;
    return PushStep.begin(tracing, "push", self, before);
  }

  private static byte[] frame(ConsumerRecord<byte[], byte[]> record, Delivery delivery) {
    byte[] frame = record.value();
    boolean needsOne =
        switch (delivery.kind()) {
          case PRESENCE, WATCHED, ME, ROOM -> true;
          case EVICT, EXPEL -> false;
        };
    if (frame == null && needsOne) {
      throw new IllegalArgumentException("a delivery of this kind needs a value");
    }
    return frame == null ? new byte[0] : frame;
  }

  private void forward(Delivery delivery, byte[] frame, FlushBatch batch, PushStep step) {
    switch (delivery.kind()) {
      case ROOM -> rooms.deliver(delivery, frame, batch);
      case PRESENCE -> {
        Push push =
            new Push(delivery.subject(), delivery.version(), frame, this::view, delivery.anew());
        for (UserId viewer : delivery.viewers()) {
          for (Session session : sessions.of(viewer)) {
            Session.Pushed outcome = session.push(push, batch);
            metrics.pushed(outcome);
            step.pushed(session, outcome);
          }
        }
        long now = clock.now().toEpochMilli();
        metrics.forwarded(delivery.version(), now);
        Long deadline = delivery.deadline();
        if (deadline != null) {
          metrics.toldOffline(deadline, now);
        }
      }
      case WATCHED ->
          watched.offer(delivery.subject(), delivery.version(), state(frame), step.traceparent());
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

  private PersonState state(byte[] value) {
    try {
      return Objects.requireNonNull(json.readValue(value, PersonState.class));
    } catch (IOException e) {
      throw new IllegalArgumentException("its state cannot be read", e);
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
