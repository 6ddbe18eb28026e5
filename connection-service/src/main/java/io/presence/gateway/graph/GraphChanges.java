package io.presence.gateway.graph;

import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.annotation.Context;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.gateway.delivery.TailConsumer;
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
  private final ObjectMapper json;
  private final GraphMetrics metrics;
  private final TailConsumer consumer;

  GraphChanges(
      Sessions sessions,
      Corrections corrections,
      ObjectMapper json,
      GraphMetrics metrics,
      KafkaDefaultConfiguration kafka) {
    this.sessions = sessions;
    this.corrections = corrections;
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
    UserId other = change.otherId();
    if (other != null) {
      corrections.add(user, Scope.of(Set.of(other), 0));
      corrections.add(other, Scope.of(Set.of(user), 0));
      return;
    }
    corrections.add(user, Scope.all());
    Scope aboutUser = Scope.of(Set.of(user), 0);
    sessions.forEach(session -> addIfConcerned(session, user, aboutUser));
  }

  private void addIfConcerned(Session session, UserId subject, Scope scope) {
    if (session.mayBeTold(subject)) {
      corrections.add(session.user(), scope);
    }
  }

  private @Nullable GraphChanged read(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return json.readValue(value, GraphChanged.class);
    } catch (IOException e) {
      metrics.malformed();
      LOG.warn("A change of the graph is skipped, it cannot be read", e);
      return null;
    }
  }
}
