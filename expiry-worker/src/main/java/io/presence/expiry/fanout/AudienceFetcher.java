package io.presence.expiry.fanout;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the friend graph for audiences, a bounded number at a time, each on a virtual thread. The
 * first question without an answer ends the asking: a peer that hangs costs one time-out, not one
 * per person.
 */
@Singleton
final class AudienceFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(AudienceFetcher.class);

  /** An answer older than the version that the store had before: read again, so many times. */
  private static final int STALE_RETRIES = 3;

  private final FriendGraphClient client;
  private final FanOutMetrics metrics;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("audience-", 0).factory());
  private volatile boolean answering = true;

  AudienceFetcher(FriendGraphClient client, FanOutSettings settings, FanOutMetrics metrics) {
    this.client = client;
    this.metrics = metrics;
    this.places = new Semaphore(settings.audienceFetches());
  }

  /**
   * @param wanted people, and the graph version that the answer must have at least
   * @return the audiences of those about whom there was an answer
   */
  Map<UserId, AudienceOf> fetch(Map<UserId, Long> wanted) throws InterruptedException {
    Map<UserId, AudienceOf> fetched = new ConcurrentHashMap<>();
    AtomicBoolean failed = new AtomicBoolean();
    List<java.util.concurrent.Callable<Void>> questions =
        wanted.entrySet().stream()
            .map(entry ->
                (java.util.concurrent.Callable<Void>)
                    () -> {
                      ask(entry.getKey(), entry.getValue(), fetched, failed);
                      return null;
                    })
            .toList();
    for (var done : threads.invokeAll(questions)) {
      if (done.state() == java.util.concurrent.Future.State.FAILED) {
        LOG.error("An audience could not be fetched", done.exceptionNow());
      }
    }
    return fetched;
  }

  private void ask(UserId user, long version, Map<UserId, AudienceOf> fetched, AtomicBoolean failed)
      throws InterruptedException {
    places.acquire();
    try {
      for (int tries = 0; tries < STALE_RETRIES && !failed.get(); tries++) {
        AudienceOf audience = client.audience(user.value());
        note(true, "");
        if (audience.version() >= version) {
          fetched.put(user, audience);
          return;
        }
        metrics.staleAudience();
      }
    } catch (HttpClientException e) {
      if (isAboutThisPerson(e)) {
        // Whoever the friend graph cannot speak of is seen by nobody.
        fetched.put(user, AudienceOf.nobody(user, version));
      } else {
        failed.set(true);
        note(false, e.toString());
      }
    } finally {
      places.release();
    }
  }

  private static boolean isAboutThisPerson(HttpClientException e) {
    return e instanceof HttpClientResponseException answer
        && answer.getStatus() == HttpStatus.BAD_REQUEST;
  }

  private void note(boolean ok, String why) {
    if (!ok) {
      metrics.audienceFailed();
    }
    if (ok != answering) {
      answering = ok;
      if (ok) {
        LOG.info("friend-graph-service answers again");
      } else {
        LOG.warn(
            "friend-graph-service does not answer ({}): nobody is told of anything until it does. Check"
                + " PRESENCE_GRAPH_URL and PRESENCE_SERVICE_KEY",
            why);
      }
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
