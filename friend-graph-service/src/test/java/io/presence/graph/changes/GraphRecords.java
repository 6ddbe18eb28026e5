package io.presence.graph.changes;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.GraphChanged;
import io.presence.contracts.Topics;
import io.presence.graph.GraphServer;
import io.presence.local.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads {@code graph.changes} from the moment it is made. For one thread. */
public final class GraphRecords implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer =
      new KafkaConsumer<>(
          Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers()),
          new StringDeserializer(),
          new ByteArrayDeserializer());
  private final ObjectMapper mapper;
  private final List<GraphChanged> seen = new ArrayList<>();

  public GraphRecords(GraphServer graph) {
    mapper = graph.bean(ObjectMapper.class);
    var partitions =
        consumer.partitionsFor(Topics.GRAPH_CHANGES).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Waits for a record about this person and returns the first. */
  GraphChanged await(String user) {
    return Awaitility.await("record about " + user)
        .atMost(Duration.ofSeconds(40))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> seenOrPolled(user), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<GraphChanged> seenOrPolled(String user) {
    Optional<GraphChanged> before = about(user).findFirst();
    if (before.isPresent()) {
      return before;
    }
    poll();
    return about(user).findFirst();
  }

  /** Which crossings of the push limit have come so far, in their order. */
  public List<Boolean> crossings(String user) {
    poll();
    return about(user).map(GraphChanged::pullOnly).filter(Objects::nonNull).toList();
  }

  /** How many records about this person have come so far. */
  long count(String user) {
    poll();
    return about(user).count();
  }

  private Stream<GraphChanged> about(String user) {
    return seen.stream().filter(change -> change.userId().value().equals(user));
  }

  private void poll() {
    for (ConsumerRecord<String, byte[]> sent : consumer.poll(Duration.ofMillis(100))) {
      try {
        GraphChanged change =
            Objects.requireNonNull(mapper.readValue(sent.value(), GraphChanged.class));
        if (!change.userId().value().equals(sent.key())) {
          throw new AssertionError("the key must be the user: " + sent.key() + ", " + change);
        }
        seen.add(change);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
