package io.presence.gateway.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some partitions of a topic from their end, on a thread of its own, until closed.
 *
 * <p>It is positioned once it knows the offset from which it reads: every record appended after
 * that reaches the handler. While Kafka is away it goes on trying, at the pace of the client's
 * back-off; a handler that fails loses the batch at hand, not the consumer.
 *
 * <p>Every second it asks where the topic ends: so it knows whether Kafka answers, which reading
 * alone does not tell, and how far behind it is. Behind a limit it goes on from the end.
 */
public final class TailConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 500;
  private static final long CLOSE_MILLIS = 2_000;
  private static final long PROBE_MILLIS = 1_000;
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

  private final String topic;
  private final Properties configuration;
  private final Function<Integer, List<Integer>> partitions;
  private final Consumer<ConsumerRecords<byte[], byte[]>> handler;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> waking;
  private final long maxLagMillis;
  private final LagWatch<TopicPartition> lag = new LagWatch<>(millis());
  private volatile boolean positioned;
  private volatile boolean reachable;
  private volatile long lagMillis;
  private final AtomicInteger skips = new AtomicInteger();
  private long probedAt = Long.MIN_VALUE / 2;
  private boolean failing;

  /**
   * @param configuration of the Kafka clients of this service: addresses, security
   * @param partitions from how many there are to those that are read
   * @param handler gets every non-empty batch
   */
  public TailConsumer(
      String topic,
      Properties configuration,
      Function<Integer, List<Integer>> partitions,
      Consumer<ConsumerRecords<byte[], byte[]>> handler) {
    this(topic, configuration, partitions, handler, Long.MAX_VALUE);
  }

  /**
   * @param maxLagMillis further behind than this, what was not read is skipped
   */
  TailConsumer(
      String topic,
      Properties configuration,
      Function<Integer, List<Integer>> partitions,
      Consumer<ConsumerRecords<byte[], byte[]>> handler,
      long maxLagMillis) {
    this.maxLagMillis = maxLagMillis;
    this.topic = topic;
    this.configuration = new Properties();
    configuration.forEach(this.configuration::put);
    this.configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
    // What brokers name it in quotas, request logs and metrics.
    this.configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "gateway-" + topic);
    this.configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    this.configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    this.configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    this.configuration.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
    this.partitions = partitions;
    this.handler = handler;
    thread = Thread.ofPlatform().daemon().name("tail-" + topic).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether it reads: nothing appended from here on is missed. */
  public boolean isPositioned() {
    return positioned;
  }

  /** Whether Kafka has answered lately. */
  public boolean isReachable() {
    return reachable;
  }

  /** For how long something has been waiting to be read; 0 when nothing has for long. */
  public long lagMillis() {
    return lagMillis;
  }

  /** How often it went on from the end. */
  int skips() {
    return skips.get();
  }

  @Override
  public void close() {
    closing.countDown();
    KafkaConsumer<byte[], byte[]> consumer = waking;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      waking = consumer;
      while (!isClosed() && !positioned) {
        attempt(() -> position(consumer));
      }
      while (!isClosed()) {
        attempt(() -> poll(consumer));
      }
    } catch (WakeupException e) {
      LOG.debug("{} is read no longer", topic, e);
    } finally {
      waking = null;
    }
  }

  private void position(KafkaConsumer<byte[], byte[]> consumer) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known.isEmpty()) {
      throw new IllegalStateException("the topic %s does not exist".formatted(topic));
    }
    List<TopicPartition> read =
        partitions.apply(known.size()).stream()
            .map(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(read);
    consumer.seekToEnd(read);
    read.forEach(consumer::position);
    reachable = true;
    positioned = true;
    LOG.info("{} is read from its end: partitions {} of {}", topic, read, known.size());
  }

  private void poll(KafkaConsumer<byte[], byte[]> consumer) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      handler.accept(records);
    }
    if (!reachable || millis() - probedAt >= PROBE_MILLIS) {
      probe(consumer);
    }
  }

  private void probe(KafkaConsumer<byte[], byte[]> consumer) {
    Set<TopicPartition> read = consumer.assignment();
    Map<TopicPartition, Long> ends;
    try {
      ends = consumer.endOffsets(read, PROBE_PATIENCE);
    } catch (TimeoutException e) {
      reachable = false;
      throw e;
    }
    reachable = true;
    probedAt = millis();
    Map<TopicPartition, Long> positions = new HashMap<>();
    read.forEach(partition -> positions.put(partition, consumer.position(partition)));
    lagMillis = lag.look(positions, ends, probedAt);
    if (lagMillis > maxLagMillis) {
      LOG.warn(
          "{} is read {} ms late, more than {} ms: what was not read is skipped",
          topic,
          lagMillis,
          maxLagMillis);
      skips.incrementAndGet();
      consumer.seekToEnd(read);
      read.forEach(consumer::position);
      lag.begin(Map.of(), probedAt);
      lagMillis = 0;
    }
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void attempt(Runnable step) {
    try {
      step.run();
      if (failing) {
        failing = false;
        LOG.info("{} is read again", topic);
      }
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn(
            "{} cannot be read; trying again every {} ms. Is Kafka up at KAFKA_BOOTSTRAP_SERVERS?",
            topic,
            PAUSE_MILLIS,
            e);
      }
      pause();
    }
  }

  private void pause() {
    try {
      boolean ignored = closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread: it ends by being closed.
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  /** For handlers: the value of a record's header, or null. */
  public static byte @Nullable [] header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
