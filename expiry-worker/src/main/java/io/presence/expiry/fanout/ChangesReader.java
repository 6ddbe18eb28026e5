package io.presence.expiry.fanout;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Topics;
import io.presence.expiry.sweep.Sweeper;
import io.presence.stream.ChangeCodec;
import io.presence.stream.DeadLetters;
import io.presence.stream.Lag;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code presence.changes}, batch by batch, on one thread; a batch is told on a second one.
 * While that takes long the first keeps polling with its partitions paused, so that the worker
 * stays in the group, keeps its shards and hears of new ones. Offsets are committed once Kafka has
 * all deliveries of the batch; what of it cannot be read was offered to the dead letters.
 *
 * <p>A consumer that breaks is closed and made anew after a second.
 */
@Singleton
final class ChangesReader implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesReader.class);
  private static final String CONSUMER = "expiry-worker";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final ConsumerProperties consumers;
  private final AssignmentFactory assignments;
  private final ChangeCodec codec;
  private final Sweeper sweeper;
  private final Batch batch;
  private final DeadLetters deadLetters;
  private final FanOutMetrics metrics;
  private final FanOutTraces traces;
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("fan-out").factory());
  private final Thread thread;
  private volatile @Nullable Consumer<String, byte[]> consumer;
  private volatile boolean closing;

  ChangesReader(
      ConsumerProperties consumers,
      AssignmentFactory assignments,
      ChangeCodec codec,
      Sweeper sweeper,
      Batch batch,
      DeadLetters deadLetters,
      FanOutMetrics metrics,
      FanOutTraces traces) {
    this.traces = traces;
    this.consumers = consumers;
    this.assignments = assignments;
    this.codec = codec;
    this.sweeper = sweeper;
    this.batch = batch;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().daemon().name("changes-reader").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  private void run() {
    while (!closing) {
      try {
        readWithOne();
      } catch (WakeupException e) {
        LOG.debug("Only close() wakes the reader up", e);
      } catch (RuntimeException | InterruptedException e) {
        if (!closing) {
          LOG.error("The reader of {} broke and begins again", Topics.PRESENCE_CHANGES, e);
          LockSupport.parkNanos(this, PAUSE.toNanos());
        }
      } finally {
        assignments.nothing();
      }
    }
  }

  /** None can be made while no broker's name is known, and its end may fail as well. */
  private void readWithOne() throws InterruptedException {
    Consumer<String, byte[]> fresh = consumers.newConsumer();
    consumer = fresh;
    try {
      read(fresh);
    } finally {
      fresh.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  private void read(Consumer<String, byte[]> consumer) throws InterruptedException {
    Assignment assignment = assignments.of(consumer);
    consumer.subscribe(List.of(Topics.PRESENCE_CHANGES), assignment);
    while (!closing) {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      assignment.complainIfNothing();
      metrics.lag(Lag.of(consumer));
      if (!records.isEmpty()) {
        List<DeadLetters.Dead> dead = new ArrayList<>();
        List<PresenceChanged> changes = decode(records, dead);
        changes.forEach(sweeper::hint);
        await(teller.submit(() -> tell(changes, dead)), consumer, assignment);
        assignment.commit(records.nextOffsets());
      }
    }
  }

  private Void tell(List<PresenceChanged> changes, List<DeadLetters.Dead> dead)
      throws InterruptedException {
    boolean told = false;
    try {
      batch.tell(changes);
      told = true;
    } finally {
      traces.end(told);
    }
    // Once: presence does not wait for it. last-seen-persister reads the same records, and insists.
    boolean buried = deadLetters.bury(CONSUMER, dead);
    if (!buried) {
      LOG.warn(
          "{} records that cannot be read are gone from here; see last-seen-persister",
          dead.size());
    }
    return null;
  }

  private static void await(
      Future<Void> telling, Consumer<String, byte[]> consumer, Assignment assignment)
      throws InterruptedException {
    try {
      while (true) {
        try {
          telling.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException e) {
          assignment.pause();
          consumer.poll(Duration.ZERO);
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch could not be told", e.getCause());
    } finally {
      telling.cancel(true);
      assignment.resume();
    }
  }

  /**
   * @param dead gets what is no change: nobody is told of it, nobody waits for it
   */
  private List<PresenceChanged> decode(
      ConsumerRecords<String, byte[]> records, List<DeadLetters.Dead> dead) {
    List<PresenceChanged> changes = new ArrayList<>(records.count());
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        PresenceChanged change = codec.decode(record.value());
        changes.add(change);
        traces.read(change, record);
      } catch (IOException e) {
        metrics.unreadable();
        // The message of a parser quotes what it parsed.
        dead.add(
            new DeadLetters.Dead(
                record, "it is no PresenceChanged in JSON (" + e.getClass().getSimpleName() + ")"));
      }
    }
    return changes;
  }

  /**
   * Leaves the group at once, so that others own the shards; what was not committed is read again.
   */
  @PreDestroy
  void close() {
    closing = true;
    teller.shutdownNow();
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      // Not an interrupt, which would keep the consumer from saying goodbye to its group.
      current.wakeup();
    }
    LockSupport.unpark(thread);
    try {
      var _ = thread.join(CLOSE_LIMIT.plus(POLL));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
