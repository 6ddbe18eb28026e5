package io.presence.stream;

import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of a process. Settings are those of small records that should leave at once and
 * may not be lost or reordered; {@code kafka.producers.presence} may add to them.
 *
 * <p>Safe for many threads. While Kafka is away, or a topic missing, {@link #partitions} and {@link
 * #send} hold their caller for at most {@value #MAX_BLOCK}: only threads of this package and of the
 * fan-out call them, never one that answers a request. Says once that a topic cannot be written,
 * and once that it can again.
 */
@Singleton
final class StreamWriter {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);
  private static final String MAX_BLOCK = "500ms";

  private final Producer<String, byte[]> producer;
  private final Map<String, Boolean> writable = new ConcurrentHashMap<>();

  StreamWriter(
      @KafkaClient(
              id = "presence",
              acks = KafkaClient.Acknowledge.ALL,
              maxBlock = MAX_BLOCK,
              properties = {
                @Property(name = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, value = "true"),
                @Property(name = ProducerConfig.LINGER_MS_CONFIG, value = "0"),
                @Property(name = ProducerConfig.BUFFER_MEMORY_CONFIG, value = "16777216"),
                @Property(name = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, value = "4000"),
                // What is not acknowledged by then is published again from the ledger.
                @Property(name = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, value = "8000"),
                @Property(name = ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, value = "1000")
              })
          Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * How many partitions the topic has, from the client's cache.
   *
   * @throws RuntimeException of the client when Kafka or the topic is not there
   */
  int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  /** Never throws: what cannot be sent is settled as not acknowledged. */
  void send(String topic, ToRecord record, Settlement settlement) {
    try {
      var _ =
          producer.send(
              record.of(partitions(topic)),
              (metadata, failure) -> {
                note(topic, failure);
                settlement.settled(failure == null);
              });
    } catch (RuntimeException e) {
      note(topic, e);
      settlement.settled(false);
    }
  }

  private void note(String topic, @org.jspecify.annotations.Nullable Exception failure) {
    boolean ok = failure == null;
    Boolean before = writable.put(topic, ok);
    if (failure != null && !Boolean.FALSE.equals(before)) {
      LOG.warn(
          "Cannot write to topic {} ({}). Check that Kafka answers at kafka.bootstrap.servers and that the topic"
              + " exists; changes wait in Redis and are published once it does",
          topic,
          failure.toString());
    } else if (ok && Boolean.FALSE.equals(before)) {
      LOG.info("Topic {} can be written again", topic);
    }
  }

  /** Makes the record, once the number of partitions is known. */
  interface ToRecord {
    ProducerRecord<String, byte[]> of(int partitions);
  }
}
