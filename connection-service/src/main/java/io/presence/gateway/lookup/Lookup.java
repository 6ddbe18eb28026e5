package io.presence.gateway.lookup;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceReader.Reading;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The door to lookups. Blocks; safe to call from many threads, of which some work and the rest
 * wait.
 */
@Singleton
public final class Lookup {
  private static final int AT_ONCE = 64;
  private static final long PATIENCE_MILLIS = 5_000;

  /** How often people who change while they are looked at are looked at again. */
  private static final int ROUNDS = 3;

  private final PresenceReader reader;
  private final FriendGraph graph;
  private final LastSeenLookup lastSeen;
  private final LookupMetrics metrics;
  private final Semaphore permits = new Semaphore(AT_ONCE, true);

  Lookup(PresenceStore store, FriendGraph graph, LastSeenLookup lastSeen, LookupMetrics metrics) {
    this.reader = store.reader();
    this.graph = graph;
    this.lastSeen = lastSeen;
    this.metrics = metrics;
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
    Map<UserId, Seen> seen = new HashMap<>();
    Set<UserId> missing = new HashSet<>();
    List<UserId> open = subjects;
    for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
      open = lookOnce(viewer, open, seen, missing);
    }
    missing.addAll(open);
    Predicate<UserId> isMissing = missing::contains;
    return new Found(
        subjects.stream().filter(isMissing.negate()).map(seen::get).toList(),
        subjects.stream().filter(isMissing).toList());
  }

  /**
   * @param missing gets those for whom last seen cannot be had
   * @return those that have changed meanwhile and must be looked at again
   */
  private List<UserId> lookOnce(
      UserId viewer, List<UserId> subjects, Map<UserId, Seen> seen, Set<UserId> missing) {
    Map<UserId, Reading> readings = reader.read(subjects);
    Map<UserId, Sights.Item> sights =
        graph.sights(new Sights.Question(viewer, subjects)).items().stream()
            .collect(Collectors.toMap(Sights.Item::userId, item -> item, (a, b) -> a));
    List<UserId> unknown = new ArrayList<>();
    for (UserId subject : subjects) {
      Reading reading = readings.get(subject);
      Sights.Item item = sights.get(subject);
      if (reading == null || item == null) {
        throw new IllegalStateException("an answer leaves out somebody who was asked for");
      }
      if (!reading.certain() && item.sight() != Sight.NONE) {
        // Missing in a store that was emptied: unknown, and whoever may see nothing sees offline.
        missing.add(subject);
        continue;
      }
      seen.put(
          subject,
          new Seen(subject, item.sight(), item.contact(), reading.state(), reading.asOf()));
      if (!reading.known() && item.sight().tellsLastSeen()) {
        unknown.add(subject);
      }
    }
    return unknown.isEmpty() ? List.of() : addLastSeen(unknown, seen, missing);
  }

  /** Adds when those were last seen whom the store does not know. */
  private List<UserId> addLastSeen(
      List<UserId> unknown, Map<UserId, Seen> seen, Set<UserId> missing) {
    Map<UserId, LastSeen> kept = lastSeen.of(unknown);
    if (kept == null) {
      missing.addAll(unknown);
      return List.of();
    }
    List<UserId> changed = new ArrayList<>();
    for (UserId subject : unknown) {
      LastSeen row = kept.get(subject);
      if (row == null) {
        continue;
      }
      Seen before = Objects.requireNonNull(seen.get(subject));
      if (row.version() > before.asOf()) {
        changed.add(subject);
      } else {
        seen.put(subject, before.lastSeenAt(row.lastSeen()));
      }
    }
    return changed;
  }

  private <T> T limited(Supplier<T> work) throws LookupUnavailableException, InterruptedException {
    if (!permits.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
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
