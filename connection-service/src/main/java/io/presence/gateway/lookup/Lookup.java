package io.presence.gateway.lookup;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.gateway.limit.ClientBound;
import io.presence.store.GraphVersions;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door to lookups. Blocks; safe to call from many threads, of which some work and the rest
 * wait.
 */
@Singleton
public final class Lookup {
  private static final long PATIENCE_MILLIS = 5_000;

  private final PresenceReader reader;
  private final GraphVersions versions;
  private final FriendGraph graph;
  private final LastSeenLookup lastSeen;
  private final LookupMetrics metrics;
  private final Bounds bounds;
  private final Semaphore permits;

  Lookup(
      PresenceStore store,
      FriendGraph graph,
      LastSeenLookup lastSeen,
      LookupMetrics metrics,
      Bounds bounds,
      LookupLimits limits) {
    this.reader = store.reader();
    this.versions = store.graphVersions();
    this.graph = graph;
    this.lastSeen = lastSeen;
    this.metrics = metrics;
    this.bounds = bounds;
    permits = new Semaphore(limits.lookupsAtOnce(), true);
  }

  /**
   * A page of the viewer's contacts, by id.
   *
   * @param after the last id of the page before; null for the first page
   */
  public Sights.ContactsPage contacts(UserId viewer, int limit, @Nullable UserId after)
      throws LookupUnavailableException, InterruptedException {
    return limited(
        () -> graph.contacts(viewer.value(), limit, after == null ? null : after.value()));
  }

  /**
   * What the viewer may see of the subjects.
   *
   * @param subjects distinct, at most {@value Sights.Question#MAX_SUBJECTS}
   */
  public Found look(UserId viewer, Collection<UserId> subjects)
      throws LookupUnavailableException, InterruptedException {
    if (subjects.isEmpty()) {
      return new Found(List.of(), List.of());
    }
    return limited(() -> metrics.timed(() -> lookNow(viewer, List.copyOf(subjects))));
  }

  private Found lookNow(UserId viewer, List<UserId> subjects) {
    return new Inquiry(viewer, subjects, reader, versions, graph, lastSeen).answer();
  }

  private <T> T limited(Supplier<T> work) throws LookupUnavailableException, InterruptedException {
    if (!permits.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      bounds.refused(ClientBound.LOOKUPS_AT_ONCE_PER_GATEWAY);
      throw unavailable("too many lookups at once", null);
    }
    try {
      return work.get();
    } catch (StoreUnavailableException e) {
      throw unavailable("presence cannot be read right now", e);
    } catch (HttpClientException e) {
      throw unavailable("who may see whom cannot be told right now", e);
    } finally {
      permits.release();
    }
  }

  private LookupUnavailableException unavailable(String message, @Nullable Throwable cause) {
    metrics.unavailable();
    return new LookupUnavailableException(
        message, cause == null ? new IllegalStateException(message) : cause);
  }
}
