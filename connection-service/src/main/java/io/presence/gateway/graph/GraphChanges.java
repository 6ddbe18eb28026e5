package io.presence.gateway.graph;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Context;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.gateway.delivery.TailConsumer;
import io.presence.gateway.room.RoomChanges;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of changes of who may see whom, all of them, and finds whom they may concern here. */
@Context
public final class GraphChanges {
  private static final Logger LOG = LoggerFactory.getLogger(GraphChanges.class);

  private final Sessions sessions;
  private final Corrections corrections;
  private final RoomChanges rooms;
  private final ObjectMapper json;
  private final GraphMetrics metrics;
  private final TailConsumer consumer;

  GraphChanges(
      Sessions sessions,
      Corrections corrections,
      RoomChanges rooms,
      ObjectMapper json,
      GraphMetrics metrics,
      KafkaDefaultConfiguration kafka) {
    this.sessions = sessions;
    this.corrections = corrections;
    this.rooms = rooms;
    this.json = json;
    this.metrics = metrics;
    consumer =
        new TailConsumer(
            Topics.GRAPH_CHANGES,
            kafka.getConfig(),
            partitions -> IntStream.range(0, partitions).boxed().toList(),
            this::handle);
    consumer.start();
  }

  /** Whether every change from here on is seen. */
  public boolean isPositioned() {
    return consumer.isPositioned();
  }

  /** Whether Kafka has answered lately. */
  public boolean isReachable() {
    return consumer.isReachable();
  }

  @PreDestroy
  void close() {
    consumer.close();
  }

  private void handle(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      GraphChanged change = read(record.value());
      if (change != null) {
        handle(change);
      }
    }
  }

  private void handle(GraphChanged change) {
    UserId user = change.userId();
    if (change.roomId() != null) {
      // Being in a room together changes nobody's sight of anybody.
      rooms.changed(change.roomId(), user);
      return;
    }
    UserId other = change.otherId();
    if (other != null) {
      corrections.add(user, Scope.of(Set.of(other), 0));
      corrections.add(other, Scope.of(Set.of(user), 0));
      return;
    }
    Scope aboutUser = Scope.of(Set.of(user), 0);
    if (change.pullOnly() != null) {
      // Nobody sees better or worse; also those are told who were told that it is not live.
      sessions.forEach(session -> addIf(session.mayBeTold(user), session, aboutUser));
      return;
    }
    corrections.add(user, Scope.all());
    // Who was told that it is not live asks: very many may have been told so.
    sessions.forEach(session -> addIf(session.mayBeLive(user), session, aboutUser));
  }

  private void addIf(boolean concerned, Session session, Scope scope) {
    if (concerned) {
      corrections.add(session.user(), scope);
    }
  }

  private @Nullable GraphChanged read(byte @Nullable [] value) {
    try {
      GraphChanged change = value == null ? null : json.readValue(value, GraphChanged.class);
      if (change == null || change.userId() == null) {
        throw new IOException("it has no user_id");
      }
      return change;
    } catch (IOException | RuntimeException e) {
      // A hint, read by every gateway: none of them keeps a copy, the next repair makes up for it.
      metrics.malformed();
      LOG.warn(
          "A change of the graph is skipped, it cannot be read ({})", e.getClass().getSimpleName());
      return null;
    }
  }
}
