package io.presence.lastseen;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.presence.contracts.Topics;
import io.presence.lastseen.ChangeReader.Reading;
import io.presence.lastseen.history.SessionNews;
import io.presence.stream.DeadLetters;
import io.presence.stream.Lag;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code presence.changes} into the {@link Fold} and writes the fold to the {@link
 * LastSeenTable} whenever the {@link FlushSchedule} says so, in one thread of its own: poll, fold,
 * and when due: upsert, bury what cannot be read, then commit offsets. Everything that was ever
 * polled is in the fold or in Postgres, so after an upsert the consumer's positions may be
 * committed as they are.
 *
 * <p>What happens when
 *
 * <ul>
 *   <li>this process dies: what was not committed is read again; the upsert is idempotent.
 *   <li>Postgres fails: reading pauses, polling goes on, so the group keeps its member; the fold
 *       waits and is tried again with back-off. Nothing is committed meanwhile.
 *   <li>partitions move to another member: written and committed before they go, if Postgres
 *       answers. Else the fold keeps them and the other member reads them again: written twice,
 *       which harms nothing.
 *   <li>a record cannot be read: it goes to the dead letters, and is acknowledged there before any
 *       offset past it is committed; the rest flows on. While they do not take it, it is as if
 *       Postgres failed.
 *   <li>Kafka fails: the client reconnects by itself; a commit that failed is repeated later. A
 *       consumer that breaks is replaced.
 *   <li>the service stops: what waits is written and committed, in one attempt.
 * </ul>
 *
 * <p>This is a loop of its own and no {@code @KafkaListener}, for two reasons: a batch listener is
 * not called when a poll brings nothing, so the last changes before a quiet time would never become
 * due; and when a batch fails in the very poll that assigned its partitions, the listener's retry
 * has no position to go back to, and the batch is skipped.
 */
@Singleton
// In a function Lambda reads the topic, and hands its records to FetchedChanges.
@Requires(notEnv = "lambda")
final class ChangesConsumer implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesConsumer.class);

  /** Also how late a flush may be, and how long stopping waits. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(30);

  private final ChangesTopic topic;
  private final ChangeReader reader;
  private final Fold fold;
  private final LastSeenTable table;
  private final DeadLetters deadLetters;
  private final LastSeenMetrics metrics;
  private final FlushSchedule schedule;
  private final boolean folds;

  /** Read, not to be kept, and not yet among the dead letters. */
  private final List<DeadLetters.Dead> dead = new ArrayList<>();

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name(ChangesTopic.GROUP).daemon().unstarted(this::run);

  ChangesConsumer(
      ChangesTopic topic,
      ChangeReader reader,
      Fold fold,
      LastSeenTable table,
      DeadLetters deadLetters,
      LastSeenMetrics metrics,
      PersisterSettings settings) {
    this.topic = topic;
    this.reader = reader;
    this.fold = fold;
    this.table = table;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.schedule = new FlushSchedule(settings.flushInterval(), settings.flushRows());
    this.folds = settings.fold();
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    if (folds) {
      thread.start();
    } else {
      LOG.info("presence.changes is not read here: PRESENCE_LAST_SEEN_FOLD is false");
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stop.countDown();
    if (thread.getState() != Thread.State.NEW && !thread.join(FAREWELL)) {
      LOG.warn(
          "stopped with {} people not written within {}: they are read again from Kafka",
          fold.size(),
          FAREWELL);
    }
  }

  private void run() {
    while (isRunning()) {
      try {
        consume();
      } catch (RuntimeException e) {
        metrics.restarted();
        LOG.error("reading presence.changes failed, again in {}", RESTART_DELAY, e);
        rest();
      }
    }
  }

  private boolean isRunning() {
    return stop.getCount() > 0;
  }

  private void rest() {
    try {
      var _ = stop.await(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stop.countDown();
    }
  }

  private void consume() {
    var moves = new Moves();
    try (Consumer<byte[], byte[]> consumer = topic.subscribe(moves)) {
      moves.consumer = consumer;
      while (isRunning()) {
        pauseWhileFailing(consumer);
        fold(consumer.poll(POLL));
        metrics.waiting(fold.size(), Lag.of(consumer));
        if (schedule.isDue(System.nanoTime(), Math.max(fold.size(), dead.size()))) {
          flush(consumer);
        }
      }
      flush(consumer);
    }
  }

  private void pauseWhileFailing(Consumer<?, ?> consumer) {
    if (schedule.isFailing()) {
      // Each time, for the partitions that came since.
      consumer.pause(consumer.assignment());
    } else if (!consumer.paused().isEmpty()) {
      consumer.resume(consumer.paused());
    }
  }

  private void fold(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    schedule.waits(System.nanoTime());
    int unreadable = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (reader.read(record.value())) {
        case Reading.Change(Kept kept, SessionNews sessions) -> {
          fold.add(kept);
          if (sessions != null) {
            fold.add(sessions);
          }
        }
        case Reading.Unreadable(String reason) -> {
          unreadable++;
          dead.add(new DeadLetters.Dead(record, reason));
        }
      }
    }
    metrics.read(records.count() - unreadable);
    metrics.unreadable(unreadable);
  }

  /** Writes what waits, then commits; a failure leaves everything as it was, for later. */
  private void flush(Consumer<?, ?> consumer) {
    if (!write() || !bury()) {
      return;
    }
    if (schedule.isFailing()) {
      LOG.info("Everything is taken again, after {} attempts in vain", schedule.failures());
    }
    try {
      consumer.commitSync(COMMIT_TIMEOUT);
      schedule.done();
    } catch (KafkaException e) {
      metrics.commitFailed();
      LOG.warn("offsets were not committed, the rows are; again later: {}", e.toString());
      schedule.doneButForOffsets(System.nanoTime());
    }
  }

  private boolean write() {
    if (fold.isEmpty()) {
      return true;
    }
    long start = System.nanoTime();
    int people = fold.size();
    try {
      table.upsert(fold.all(), fold.sessions());
    } catch (RuntimeException e) {
      metrics.flushFailed(Duration.ofNanos(System.nanoTime() - start));
      if (!schedule.isFailing()) {
        LOG.warn(
            "{} people wait, reading is paused: Postgres does not take them; see to it, this goes on"
                + " by itself",
            people,
            e);
      }
      schedule.failed(System.nanoTime());
      return false;
    }
    fold.clear();
    metrics.flushed(people, Duration.ofNanos(System.nanoTime() - start));
    return true;
  }

  /** What cannot be read is kept elsewhere before anything is committed past it. */
  private boolean bury() {
    try {
      if (deadLetters.bury(ChangesTopic.GROUP, dead)) {
        dead.clear();
        return true;
      }
    } catch (InterruptedException e) {
      stop.countDown();
    }
    if (!schedule.isFailing()) {
      LOG.warn(
          "{} records that cannot be read wait, reading is paused: {} does not take them; make the"
              + " topic, or see to Kafka, this goes on by itself",
          dead.size(),
          Topics.DEAD_LETTER);
    }
    schedule.failed(System.nanoTime());
    return false;
  }

  /** Called within poll(), on the consuming thread. */
  private final class Moves implements ConsumerRebalanceListener {
    private @Nullable Consumer<?, ?> consumer;

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (consumer != null && !schedule.isFailing()) {
        flush(consumer);
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      // They are another's already; what waits is written with the rest.
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
