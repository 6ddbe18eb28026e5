package io.presence.graph.changes;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.presence.contracts.UserId;
import io.presence.graph.audiences.AudienceSizes;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a start with another push limit than before, counts everybody anew, on a virtual thread and
 * a page at a time; until it is through, those it has not come to stay where they were. Tried again
 * until it has succeeded once, also by the next start if this one ends before.
 */
@Singleton
class LimitChange implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(LimitChange.class);
  private static final int PAGE = 500;
  private static final Duration BACK_OFF = Duration.ofSeconds(2);

  private final AudienceSizes sizes;
  private final Crossings crossings;
  private final RelayLoop relay;
  private volatile @Nullable Thread thread;

  LimitChange(AudienceSizes sizes, Crossings crossings, RelayLoop relay) {
    this.sizes = sizes;
    this.crossings = crossings;
    this.relay = relay;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    thread = Thread.ofVirtual().name("push-limit").start(this::run);
  }

  @PreDestroy
  void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run() {
    for (boolean first = true; !Thread.currentThread().isInterrupted(); first = false) {
      try {
        countAnew();
        return;
      } catch (RuntimeException e) {
        warn(first, e);
      }
      try {
        Thread.sleep(BACK_OFF);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The whole trace once: an outage has many attempts, and one cause. */
  private void warn(boolean first, RuntimeException cause) {
    LOG.warn(
        "Audiences cannot be counted by PRESENCE_PUSH_LIMIT {} yet; tried again in {}: {}",
        sizes.limit(),
        BACK_OFF,
        cause.toString(),
        first ? cause : null);
  }

  /** Stops between two pages when the thread is interrupted; then all are counted another time. */
  void countAnew() {
    if (sizes.countedBy().orElse(0) == sizes.limit()) {
      return;
    }
    int crossed = 0;
    String after = "";
    List<UserId> page;
    do {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      page = sizes.candidates(after, PAGE);
      List<UserId> settled = crossings.settle(page);
      crossings.tell(settled);
      relay.nudge();
      crossed += settled.size();
      after = page.isEmpty() ? after : page.getLast().value();
    } while (page.size() == PAGE);
    sizes.counted();
    LOG.info("By PRESENCE_PUSH_LIMIT {}, {} audiences have crossed it", sizes.limit(), crossed);
  }
}
