package io.presence.stream;

import io.presence.contracts.Topics;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a consumer puts what it cannot read, so that the rest flows on and nothing is lost: {@link
 * Topics#DEAD_LETTER}, byte for byte, with headers that say whence and why.
 *
 * <p>A consumer that commits offsets calls {@link #bury} before it commits past such a record, and
 * does not commit when the answer is false: it buries again, and the topic may hold a record twice,
 * never not at all. While the topic cannot be written, its consumer waits like it does for any
 * other failure of Kafka.
 *
 * <p>Blocks its caller. Thread-safe.
 */
@Singleton
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_REASON = 500;

  private final StreamWriter writer;
  private final StreamMetrics metrics;

  DeadLetters(StreamWriter writer, StreamMetrics metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  /**
   * A record that cannot be read.
   *
   * @param reason for people; nothing of the record's content, which is beside it anyway
   */
  public record Dead(ConsumerRecord<?, byte[]> record, String reason) {}

  /**
   * @param consumer who gives them up
   * @return whether Kafka has all of them
   */
  public boolean bury(String consumer, List<Dead> dead) throws InterruptedException {
    if (dead.isEmpty()) {
      return true;
    }
    Receipts receipts = new Receipts();
    List<Settlement> expected = new ArrayList<>(dead.size());
    dead.forEach(one -> expected.add(receipts.expect()));
    for (int i = 0; i < dead.size(); i++) {
      send(consumer, dead.get(i), expected.get(i));
    }
    boolean buried = receipts.allAcknowledged(PATIENCE);
    metrics.buried(consumer, dead.size(), buried);
    if (buried) {
      // One line per batch at most: a producer gone wrong must not fill the disk.
      Dead first = dead.getFirst();
      LOG.warn(
          "{} records went to {}, the first from {}-{}@{}: {}; look at what their producer writes",
          dead.size(),
          Topics.DEAD_LETTER,
          first.record.topic(),
          first.record.partition(),
          first.record.offset(),
          first.reason);
    }
    return buried;
  }

  private void send(String consumer, Dead dead, Settlement settlement) {
    ConsumerRecord<?, byte[]> record = dead.record;
    writer.send(
        Topics.DEAD_LETTER,
        partitions -> {
          var letter =
              new ProducerRecord<String, byte[]>(
                  Topics.DEAD_LETTER, null, key(record.key()), record.value());
          header(letter, Topics.DEAD_REASON, brief(dead.reason));
          header(letter, Topics.DEAD_CONSUMER, consumer);
          header(letter, Topics.DEAD_TOPIC, record.topic());
          header(letter, Topics.DEAD_PARTITION, Integer.toString(record.partition()));
          header(letter, Topics.DEAD_OFFSET, Long.toString(record.offset()));
          return letter;
        },
        settlement);
  }

  private static void header(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String key(@Nullable Object key) {
    return key instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : (key == null ? null : key.toString());
  }

  private static String brief(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
  }
}
