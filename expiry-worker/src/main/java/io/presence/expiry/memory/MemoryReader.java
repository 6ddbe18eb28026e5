package io.presence.expiry.memory;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.presence.store.StoreUnavailableException;
import io.presence.store.redis.RedisMemory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis every few seconds how full it is, so that no scrape waits for a Redis that is away.
 * Redis's memory is nobody's in particular; expiry-worker asks, because it runs in every deployment
 * as a long-lived process, few of them, while heartbeat-function may be a function and gateways are
 * many. Each worker asks for itself: they say the same, and one that is left is enough.
 *
 * <p>One virtual thread. While Redis does not answer, a round takes as long as the store waits and
 * there are no figures.
 */
@Singleton
final class MemoryReader implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryReader.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final RedisMemory redis;
  private final MemoryMetrics metrics;
  private final Thread thread;

  MemoryReader(RedisMemory redis, MemoryMetrics metrics) {
    this.redis = redis;
    this.metrics = metrics;
    this.thread = Thread.ofVirtual().name("redis-memory").unstarted(this::run);
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      metrics.read(redis.read());
    } catch (StoreUnavailableException e) {
      // Interrupted: the service ends.
      metrics.read(List.of());
    } catch (RuntimeException e) {
      metrics.read(List.of());
      LOG.error("How full Redis is cannot be read; alerts on its memory are blind", e);
    }
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
