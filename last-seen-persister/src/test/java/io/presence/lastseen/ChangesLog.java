package io.presence.lastseen;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Topics;
import io.presence.local.servers.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The real topic: writes to it, and tells how far the group has read. */
final class ChangesLog implements AutoCloseable {
  private static final int PARTITIONS = 3;

  private final KafkaProducer<String, byte[]> producer;
  private final Admin admin;

  private ChangesLog(KafkaProducer<String, byte[]> producer, Admin admin) {
    this.producer = producer;
    this.admin = admin;
  }

  static ChangesLog open() {
    TestServers.createTopics(Map.of(Topics.PRESENCE_CHANGES, PARTITIONS, Topics.DEAD_LETTER, 1));
    Map<String, Object> server = Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers());
    return new ChangesLog(
        new KafkaProducer<>(server, new StringSerializer(), new ByteArraySerializer()),
        Admin.create(server));
  }

  /** Returns when Kafka has acknowledged them. */
  void publish(Iterable<Kept> changes) {
    List<Future<?>> sent = new ArrayList<>();
    for (Kept kept : changes) {
      try {
        byte[] value = ObjectMapper.getDefault().writeValueAsBytes(Changes.change(kept));
        sent.add(send(kept.userId().value(), value));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    sent.forEach(ChangesLog::get);
  }

  /** Records as heartbeat-function writes them. */
  void publishChanges(Iterable<PresenceChanged> changes) {
    List<Future<?>> sent = new ArrayList<>();
    for (PresenceChanged change : changes) {
      try {
        byte[] value = ObjectMapper.getDefault().writeValueAsBytes(change);
        sent.add(send(change.userId().value(), value));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    sent.forEach(ChangesLog::get);
  }

  /** Dead letters of this consumer so far, whose key is this. */
  List<ConsumerRecord<String, byte[]>> deadLetters(String key) {
    List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
    var partition = new TopicPartition(Topics.DEAD_LETTER, 0);
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", TestServers.kafkaBootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
      }
    }
    return letters.stream().filter(letter -> key.equals(letter.key())).toList();
  }

  void publishRaw(String key, String value) {
    get(send(key, value.getBytes(StandardCharsets.UTF_8)));
  }

  private Future<?> send(String key, byte[] value) {
    return producer.send(new ProducerRecord<>(Topics.PRESENCE_CHANGES, key, value));
  }

  /** Where each partition ends. */
  Map<TopicPartition, Long> ends() {
    var latest =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.PRESENCE_CHANGES, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(latest).all()).forEach((key, end) -> ends.put(key, end.offset()));
    return ends;
  }

  /** What the group has committed; 0 for nothing. */
  Map<TopicPartition, Long> committed() {
    var offsets =
        get(admin.listConsumerGroupOffsets(ChangesTopic.GROUP).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> committed = new HashMap<>();
    for (TopicPartition partition : ends().keySet()) {
      OffsetAndMetadata offset = offsets.get(partition);
      committed.put(partition, offset == null ? 0 : offset.offset());
    }
    return committed;
  }

  /** As if the group's last commit had not happened; nobody may be a member. */
  void setCommitted(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();
    offsets.forEach((partition, offset) -> earlier.put(partition, new OffsetAndMetadata(offset)));
    get(admin.alterConsumerGroupOffsets(ChangesTopic.GROUP, earlier).all());
  }

  /** Members of the group, once it is settled; -1 while it is not. */
  int members() {
    var group =
        get(admin.describeConsumerGroups(List.of(ChangesTopic.GROUP)).all())
            .values()
            .iterator()
            .next();
    return group.groupState() == GroupState.STABLE || group.groupState() == GroupState.EMPTY
        ? group.members().size()
        : -1;
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
