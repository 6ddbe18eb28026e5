package io.presence.stream;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What is written to a topic from the moment on that the probe is made. For one thread. */
public final class StreamProbe implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final ObjectMapper json = ObjectMapper.getDefault();
  private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

  private StreamProbe(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  public static StreamProbe ofChanges(String bootstrapServers) {
    return new StreamProbe(bootstrapServers, Topics.PRESENCE_CHANGES);
  }

  public static StreamProbe ofDeliveries(String bootstrapServers) {
    return new StreamProbe(bootstrapServers, Topics.PRESENCE_DELIVERIES);
  }

  public static StreamProbe ofDeadLetters(String bootstrapServers) {
    return new StreamProbe(bootstrapServers, Topics.DEAD_LETTER);
  }

  /** Everything so far. */
  public List<ConsumerRecord<String, byte[]>> records() {
    consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
    return List.copyOf(seen);
  }

  /** The changes of a user so far. */
  public List<PresenceChanged> changesOf(UserId user) {
    return records().stream()
        .filter(record -> user.value().equals(record.key()))
        .map(record -> read(record.value()))
        .toList();
  }

  private PresenceChanged read(byte[] value) {
    try {
      return Objects.requireNonNull(json.readValue(value, PresenceChanged.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a gateway was sent so far. */
  public List<Sent> sentTo(GatewayId gateway) {
    return records().stream().flatMap(record -> sent(record, gateway).stream()).toList();
  }

  private static Optional<Sent> sent(ConsumerRecord<String, byte[]> record, GatewayId gateway) {
    return Delivery.read(name -> header(record, name), gateway)
        .map(delivery ->
            new Sent(
                delivery, new String(record.value(), StandardCharsets.UTF_8), record.partition()));
  }

  private static byte @Nullable [] header(ConsumerRecord<String, byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** A delivery, its frame and where it lay. */
  public record Sent(Delivery delivery, String frame, int partition) {}
}
