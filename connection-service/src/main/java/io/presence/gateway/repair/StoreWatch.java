package io.presence.gateway.repair;

import io.micronaut.context.annotation.Context;
import io.presence.gateway.GatewayClock;
import io.presence.store.Epochs;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store answers, and whether what is missing in it is gone. Looks once a second. */
@Context
public final class StoreWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
  private static final long INTERVAL_MILLIS = 1_000;

  private final Epochs epochs;
  private final GatewayClock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("presence-store-watch").factory());
  private volatile Condition condition;
  private volatile long firstAnswerAt = Long.MIN_VALUE;

  /**
   * @param answers whether the last look was answered; false before the first
   * @param since when that began
   * @param certainAt from when on missing means offline
   * @param emptied how often the store was found empty
   */
  private record Condition(boolean answers, long since, long certainAt, int emptied) {}

  StoreWatch(PresenceStore store, GatewayClock clock) {
    this.epochs = store.epochs();
    this.clock = clock;
    long now = clock.millis();
    condition = new Condition(false, now, now, 0);
    var _ = thread.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Condition before = condition;
    try {
      Epochs.Look look = epochs.look();
      long now = clock.millis();
      if (look.anew()) {
        LOG.warn(
            "The store was emptied: for {} ms those who are missing in it are unknown, not offline",
            look.uncertainMillis());
      }
      if (firstAnswerAt == Long.MIN_VALUE) {
        firstAnswerAt = now;
      }
      long uncertain = look.uncertainMillis();
      condition =
          new Condition(
              true,
              before.answers ? before.since : now,
              uncertain > 0 ? now + uncertain : Math.min(now, before.certainAt),
              before.emptied + (look.anew() ? 1 : 0));
    } catch (StoreUnavailableException e) {
      if (before.answers) {
        condition = new Condition(false, clock.millis(), before.certainAt, before.emptied);
      }
    } catch (RuntimeException e) {
      LOG.error("The store could not be looked at; the next look is in {} ms", INTERVAL_MILLIS, e);
    }
  }

  /** Whether it has ever answered: before that nothing is told of anybody. */
  public boolean hasAnswered() {
    return firstAnswerAt != Long.MIN_VALUE;
  }

  /** When it answered for the first time: nothing can have been missed before. */
  public long firstAnswerAt() {
    return firstAnswerAt;
  }

  /** For how long it has not answered; 0 when it does. */
  public long silentMillis(long now) {
    Condition current = condition;
    return current.answers ? 0 : Math.max(1, now - current.since);
  }

  /** Since when it answers; {@link Long#MAX_VALUE} when it does not. */
  public long answersSince() {
    Condition current = condition;
    return current.answers ? current.since : Long.MAX_VALUE;
  }

  /** Whether missing means offline. */
  public boolean isCertain(long now) {
    return now >= condition.certainAt;
  }

  /** How often it was found empty since this gateway began. */
  public int emptied() {
    return condition.emptied;
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
