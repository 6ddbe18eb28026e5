package io.presence.simulation.world;

import io.presence.contracts.Cause;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.graph.Rows.Pair;
import io.presence.simulation.net.Place;
import io.presence.simulation.process.Worker;
import io.presence.store.PresenceReader.Reading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what people really did and what really went wrong, sees every commit and every frame, and
 * holds them against the invariants. Shares nothing with the product but its records.
 */
final class Judge {
  private static final long TTL = World.TTL_NANOS;

  /** Of No ghosts. */
  private static final long MARGIN = 1_000_000_000L;

  /** Renewal interval and a second, as sweepers wait after an outage; and a look of theirs. */
  private static final long QUIET = TTL / 3 + 2_500_000_000L;

  private final World world;
  private final Map<UserId, PresenceChanged> latest = new LinkedHashMap<>();
  private final Map<UserId, Long> committedAt = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<Pair, Bound> bounds = new HashMap<>();
  private final Map<Pair, Long> graphMovedAt = new HashMap<>();
  private final Map<UserId, Long> hidesAt = new HashMap<>();
  private final Map<Machine, Long> troubledAt = new HashMap<>();
  private long emptiedAt = -TTL;
  private long slowestWay = 10_000_000;
  private @Nullable Failure failure;

  /** The first thing that was wrong. */
  record Failure(String invariant, String what, @Nullable Throwable cause) {}

  Judge(World world) {
    this.world = world;
  }

  void fail(String invariant, String what, @Nullable Throwable cause) {
    if (failure == null) {
      failure = new Failure(invariant, what, cause);
      world.story.add(() -> "VIOLATED: " + invariant + ": " + what);
      world.scheduler.stop();
    }
  }

  void fail(String invariant, String what) {
    fail(invariant, what, null);
  }

  @Nullable Failure failure() {
    return failure;
  }

  private long now() {
    return world.scheduler.now();
  }

  // What happened.

  void emptied() {
    emptiedAt = now();
    latest.clear();
    ended.clear();
  }

  long emptiedAt() {
    return emptiedAt;
  }

  Map<UserId, PresenceChanged> latest() {
    return latest;
  }

  long committedAt(UserId user) {
    return committedAt.getOrDefault(user, -1L);
  }

  /** From here on messages may take so long. */
  void slow(long wayNanos) {
    slowestWay = Math.max(slowestWay, wayNanos);
  }

  /** Something of ours was wrong with it until now, or is until then. */
  void troubled(Machine machine, long untilNanos) {
    troubledAt.merge(machine, untilNanos, Math::max);
  }

  /** A worker that had no answer waits before it decides; that is no excuse of a gateway. */
  void storeFailed(Machine machine) {
    if (machine.name().startsWith("worker")) {
      troubled(machine, now());
    }
  }

  private boolean isSound(Machine machine, long forNanos) {
    return machine.isAlive() && troubledAt.getOrDefault(machine, -TTL * 10) <= now() - forNanos;
  }

  void asks(Client client, @Nullable String status) {
    if ("offline".equals(status)) {
      client.signedOff = true;
    }
    if ("invisible".equals(status) || "offline".equals(status)) {
      hidesAt.put(client.person.user, Long.MAX_VALUE);
    } else if (status != null) {
      hidesAt.put(client.person.user, now());
    }
  }

  /** The person has not hidden themself, nor may anything under way still do so. */
  private boolean isOpen(Person person) {
    long hides = hidesAt.getOrDefault(person.user, -TTL * 10);
    return hides != Long.MAX_VALUE && hides < now() - 2 * TTL;
  }

  // Announced at least once, applied once.

  void committed(PresenceChanged change) {
    world.story.add(() ->
        "store: "
            + change.userId()
            + " is "
            + change.state().status().word()
            + " ("
            + change.cause().word()
            + ", version "
            + change.version()
            + ")");
    PresenceChanged before = latest.put(change.userId(), change);
    committedAt.put(change.userId(), now());
    if (before != null) {
      if (change.version() <= before.version()) {
        fail(
            "Announced at least once, applied once",
            change.userId() + " got version " + change.version() + " after " + before.version());
      }
      PersonState replaced = change.before();
      if (replaced != null && !sameFor(replaced, before.state())) {
        fail(
            "Announced at least once, applied once",
            "a change of "
                + change.userId()
                + " replaces "
                + replaced
                + ", but that was "
                + before);
      }
    }
    SessionFacts facts = change.sessions();
    if (facts != null) {
      for (SessionFacts.Ended gone : facts.ended()) {
        // Signed off in the millisecond in which it was signed on: it has been nothing.
        if (gone.until() > gone.from() && !ended.add(gone.sessionId() + " from " + gone.from())) {
          fail(
              "Announced at least once, applied once",
              "the end of " + gone.sessionId() + " was decided twice");
        }
      }
    }
    if (change.cause() == Cause.LAPSED && change.state().status() == Status.OFFLINE) {
      Person person = person(change.userId().value());
      Client there = heard(person);
      if (there != null) {
        fail("No false offline", person + " was decided offline, but " + there + " is heard");
      }
    }
  }

  private static boolean sameFor(PersonState one, PersonState other) {
    return one.status() == other.status()
        && Objects.equals(one.customMessage(), other.customMessage())
        && one.deviceTypes().equals(other.deviceTypes());
  }

  Person person(String user) {
    return world.people.stream()
        .filter(person -> person.user.value().equals(user))
        .findFirst()
        .orElseThrow();
  }

  /** A client that a sound gateway has heard all the time for a TTL; null when there is none. */
  private @Nullable Client heard(Person person) {
    for (Client client : person.clients) {
      Client.Link link = client.link;
      if (link != null
          && !link.silent
          && !client.signedOff
          && link.greetedAt >= 0
          && link.greetedAt <= now() - TTL
          && link.longestGap <= TTL / 3
          && now() - link.heardHereAt <= TTL / 3
          && isSound(link.gateway.machine(), TTL + TTL / 3)) {
        return client;
      }
    }
    return null;
  }

  // No ghosts.

  /** To be called often. */
  void look() {
    boolean decides = false;
    for (Worker worker : world.workers) {
      if (worker != null) {
        Machine machine = worker.machine();
        if (machine.isFrozen() || !world.weather.reaches(machine, Place.STORE)) {
          troubled(machine, now());
        }
        decides |= isSound(machine, QUIET + 2 * slowestWay);
      }
    }
    if (!decides || now() - emptiedAt < QUIET) {
      return;
    }
    for (Person person : world.people) {
      Reading reading = reading(person.user);
      boolean visible = reading.state().status().visible() != VisibleStatus.OFFLINE;
      long heardAt = person.heardAt();
      if (visible && now() - heardAt > TTL + MARGIN + 2 * slowestWay) {
        fail(
            "No ghosts",
            "%s counts as %s, and was last heard %.1f s ago"
                .formatted(person, reading.state().status().word(), (now() - heardAt) / 1e9));
      }
    }
  }

  Reading reading(UserId user) {
    return Objects.requireNonNull(world.store.reader().read(Set.of(user)).get(user));
  }

  // Read-your-privacy-writes.

  /** Rows were written: whoever may see more from here on may be told. */
  void rowsMoved(Iterable<Pair> pairs) {
    for (Pair pair : pairs) {
      graphMovedAt.put(pair, now());
      Bound bound = bounds.get(pair);
      Sight sight = world.rows.sight(pair.one(), pair.other());
      if (bound != null && !isNoMore(sight, bound.sight())) {
        bounds.remove(pair);
      }
    }
  }

  /** The REST call returned. */
  void returned(Iterable<Pair> pairs) {
    for (Pair pair : pairs) {
      graphMovedAt.put(pair, now());
      Sight sight = world.rows.sight(pair.one(), pair.other());
      Bound bound = bounds.get(pair);
      if (sight != Sight.FULL && (bound == null || bound.sight() != sight)) {
        bounds.put(pair, new Bound(sight, world.storeMillis()));
      }
    }
  }

  private static boolean isNoMore(Sight sight, Sight than) {
    return sight == Sight.NONE || sight == than;
  }

  // What clients are told.

  void told(Client client, Client.Link link, View view, @Nullable View before, boolean pushed) {
    world.story.add(() -> client + " is told: " + view.inWords());
    UserId viewer = client.person.user;
    UserId subject = new UserId(view.user());
    if (pushed && before != null && view.version() <= before.version()) {
      fail(
          "Announced at least once, applied once",
          client + " is told " + view.inWords() + " after " + before.inWords());
    }
    Pair pair = new Pair(viewer, subject);
    Bound bound = bounds.get(pair);
    if (bound != null && view.version() > bound.sinceMillis()) {
      boolean tooMuch = bound.sight() == Sight.NONE ? view.tells() : view.lastSeen() != null;
      if (tooMuch) {
        fail(
            "Read-your-privacy-writes",
            "%s is told %s, but since version %d may see %s"
                .formatted(client, view.inWords(), bound.sinceMillis(), bound.sight().word()));
      }
    }
    judgeOffline(client, view, pair);
  }

  private void judgeOffline(Client client, View view, Pair pair) {
    if (!view.isOffline() || pair.one().equals(pair.other())) {
      return;
    }
    Person subject = person(view.user());
    boolean mayKnow = world.rows.sight(pair.one(), pair.other()) != Sight.NONE;
    boolean mayHaveForLong = graphMovedAt.getOrDefault(pair, -TTL * 10) < now() - TTL;
    boolean ofNow = view.version() > world.storeMillis() - 1_000;
    if (mayKnow && mayHaveForLong && ofNow && isOpen(subject)) {
      Client there = heard(subject);
      if (there != null) {
        fail(
            "No false offline",
            client + " is told " + view.inWords() + ", but " + there + " is heard");
      }
    }
  }
}
