package io.presence.stream;

import io.presence.contracts.Topics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to Kafka ahead of the first record. A process that lives for one request only would
 * otherwise spend it on learning the topics, and give up its first change.
 */
@Singleton
public final class KafkaReady {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaReady.class);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final StreamWriter writer;

  KafkaReady(StreamWriter writer) {
    this.writer = writer;
  }

  /**
   * Blocks until both topics are known.
   *
   * @return false when they were not within that time: changes wait in Redis meanwhile
   */
  public boolean await(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (String topic : List.of(Topics.PRESENCE_CHANGES, Topics.PRESENCE_DELIVERIES)) {
      while (!known(topic)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        // A refusal comes at once: no process is to be kept busy by asking again.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return true;
  }

  /** Holds its caller for a while when Kafka does not answer. */
  private boolean known(String topic) {
    try {
      return writer.partitions(topic) > 0;
    } catch (RuntimeException e) {
      LOG.info("Topic {} is not known yet: {}", topic, e.toString());
      return false;
    }
  }
}
