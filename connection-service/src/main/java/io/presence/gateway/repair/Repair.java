package io.presence.gateway.repair;

import io.micronaut.context.annotation.Context;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.store.ChangeTail;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out in rounds whom clients were told something outdated of.
 *
 * <p>A round reads who has changed since the one before; of those whom sessions here were told of,
 * it compares versions; only for viewers who were told something older somebody looks again ({@link
 * Again}). After what rounds cannot know of (the store was emptied, or away for longer than it
 * remembers changes) everything that was told is compared, as much in a round as half its time
 * allows. And a few viewers in each round are looked at again without any reason: what nobody has
 * thought of does not stay wrong forever.
 */
@Context
public final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final int CHANGES_PER_SHARD = 1_000;
  private static final int CHANGES_AT_ONCE = 100_000;
  private static final int CLAIMS_AT_ONCE = 5_000;
  private static final int VERSIONS_AT_ONCE = 1_000;

  private final Sessions sessions;
  private final PresenceStore store;
  private final StoreWatch watch;
  private final Again again;
  private final RepairSettings settings;
  private final RepairMetrics metrics;
  private final GatewayClock clock;
  private final Map<ShardId, Long> since = new HashMap<>();

  /** Who has changed and was not compared yet: also those of a round that was not answered. */
  private final Set<UserId> changed = new HashSet<>();

  /** Who had changed too lately in the round before. */
  private Set<UserId> young = new HashSet<>();

  /** Whose sessions are compared whole, and whose are looked at without a reason. */
  private final ArrayDeque<Session> walk = new ArrayDeque<>();

  private final ArrayDeque<Session> tour = new ArrayDeque<>();
  private final Thread thread;
  private int emptied;
  private volatile boolean uncertain;
  private volatile boolean walking;
  private volatile long completedAt = Long.MIN_VALUE;

  Repair(
      Sessions sessions,
      PresenceStore store,
      StoreSettings storeSettings,
      StoreWatch watch,
      Again again,
      RepairSettings settings,
      RepairMetrics metrics,
      GatewayClock clock) {
    this.sessions = sessions;
    this.store = store;
    this.watch = watch;
    this.again = again;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    storeSettings.sharding().all().forEach(shard -> since.put(shard, ChangeTail.NOW));
    thread = Thread.ofVirtual().name("repair").start(this::run);
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }

  /** When the last round that was answered throughout had begun. */
  public long completedAt() {
    return completedAt;
  }

  /** Whether everything is being compared, or must be. */
  public boolean isWalking() {
    return walking || uncertain;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long began = clock.millis();
        boolean answered = attempt(began);
        long round = answered ? settings.roundMillis() : Math.min(settings.roundMillis(), 1_000);
        // Many gateways that began together must not ask together forever; never later, though.
        long jitter = ThreadLocalRandom.current().nextLong(round / 10 + 1);
        Thread.sleep(Math.max(20, round - jitter - (clock.millis() - began)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean attempt(long began) {
    try {
      if (round(began)) {
        completedAt = began;
        return true;
      }
    } catch (StoreUnavailableException e) {
      LOG.debug("A round of the repair had no answer", e);
    } catch (RuntimeException e) {
      LOG.error("A round of the repair failed; the next one begins soon", e);
    }
    metrics.failed();
    return false;
  }

  /**
   * @return whether it was answered throughout
   */
  private boolean round(long began) {
    again.backlog().nextRound();
    noteEpoch(began);
    boolean whole = read();
    compareChanged();
    long enough = began + settings.roundMillis() / 2;
    while (!walk.isEmpty() && clock.millis() < enough) {
      compareSome();
    }
    walking = !walk.isEmpty();
    takeTour();
    return whole;
  }

  /** After the store was emptied: all again, once missing means offline. */
  private void noteEpoch(long now) {
    if (watch.emptied() != emptied) {
      emptied = watch.emptied();
      uncertain = true;
    }
    if (uncertain && watch.isCertain(now)) {
      uncertain = false;
      walkAll("the store was emptied");
    }
  }

  private void walkAll(String why) {
    walk.clear();
    sessions.forEach(walk::add);
    walking = true;
    LOG.info("All that {} sessions were told is compared: {}", walk.size(), why);
  }

  /**
   * Reads who has changed, and is not too young for it.
   *
   * @return whether every shard has answered; the others are read from where they were left
   */
  private boolean read() {
    List<ChangeTail.Recent> read = store.changeTail().read(since, CHANGES_PER_SHARD);
    changed.addAll(young);
    young = new HashSet<>();
    boolean gap = false;
    for (ChangeTail.Recent recent : read) {
      since.put(recent.shard(), recent.next());
      gap |= recent.gap();
      for (ChangeTail.Changed change : recent.changes()) {
        (change.ageMillis() < settings.graceMillis() ? young : changed).add(change.user());
      }
    }
    young.removeAll(changed);
    if (gap) {
      walkAll("changes were forgotten before they were read");
    }
    if (changed.size() > CHANGES_AT_ONCE) {
      changed.clear();
      walkAll("more has changed than could be compared");
    }
    return read.size() == since.size();
  }

  private void compareChanged() {
    if (changed.isEmpty()) {
      return;
    }
    Claims claims = new Claims();
    sessions.forEach(session -> claims.addFrom(session, changed));
    // Also of their own status people may have missed a change.
    for (UserId user : changed) {
      if (sessions.of(user).length > 0) {
        again.backlog().add(user, user);
      }
    }
    compare(claims);
    changed.clear();
  }

  private void compareSome() {
    Claims claims = new Claims();
    while (!walk.isEmpty() && claims.size() < CLAIMS_AT_ONCE) {
      Session session = walk.remove();
      if (!session.isEnded()) {
        claims.addFrom(session, null);
      }
    }
    compare(claims);
  }

  private void compare(Claims claims) {
    metrics.compared(claims.size());
    boolean missingMatters = !uncertain;
    claims.older(versions(claims.subjects()), missingMatters, again.backlog()::add);
  }

  private Map<UserId, Long> versions(Collection<UserId> subjects) {
    List<UserId> all = new ArrayList<>(subjects);
    Map<UserId, Long> versions = HashMap.newHashMap(all.size());
    for (int from = 0; from < all.size(); from += VERSIONS_AT_ONCE) {
      List<UserId> page = all.subList(from, Math.min(from + VERSIONS_AT_ONCE, all.size()));
      versions.putAll(store.changeTail().versions(page));
    }
    return versions;
  }

  private void takeTour() {
    int perRound = settings.unreasonedPerRound();
    if (tour.isEmpty()) {
      sessions.forEach(tour::add);
    }
    for (int i = 0; i < perRound && !tour.isEmpty(); i++) {
      Session session = tour.remove();
      session.subjects().forEach(subject -> again.backlog().add(session.user(), subject));
    }
  }
}
