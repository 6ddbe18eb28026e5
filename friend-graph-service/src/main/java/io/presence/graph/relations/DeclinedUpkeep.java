package io.presence.graph.relations;

import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every hour deletes declined requests that their senders have withdrawn, once they keep nobody
 * from asking any more. On one thread of the scheduler; several instances take different rows. A
 * round that fails harms nobody, the next one makes up for it.
 */
@Singleton
class DeclinedUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(DeclinedUpkeep.class);
  private static final int BATCH = 1_000;

  /** Of one round: what is more waits for the next one. */
  private static final int BATCHES = 100;

  private final RequestRows requests;
  private final DeclinedSettings settings;

  DeclinedUpkeep(RequestRows requests, DeclinedSettings settings) {
    this.requests = requests;
    this.settings = settings;
  }

  @Scheduled(initialDelay = "2m", fixedDelay = "1h")
  void round() {
    if (settings.days() == 0) {
      return;
    }
    try {
      int batch = BATCH;
      for (int i = 0; i < BATCHES && batch == BATCH; i++) {
        batch = requests.removeOld(settings.days(), BATCH);
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "Old declined requests could not be deleted, tried again in an hour; does Postgres answer?",
          e);
    }
  }
}
