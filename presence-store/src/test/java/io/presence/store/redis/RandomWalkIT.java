package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.Me;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.store.Applied;
import io.presence.store.Deadlines;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import io.presence.store.memory.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random reports to Redis and to the in-memory twin: every answer, change and reading must
 * be the same, but for absolute times. So the merge rule in Lua equals {@code Merge.of}. All times
 * are far from each other compared with the seconds that a walk takes. A failure names its seed and
 * step.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomWalkIT {
  private static final int STEPS = 400;
  private static final Duration SLACK = Duration.ofSeconds(15);
  private static final Duration STEP_IN_TIME = Duration.ofSeconds(70);
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          new Sharding(2), Duration.ofMinutes(5), Duration.ofMinutes(10), 4, Duration.ofHours(1));
  private static final List<UserId> USERS = List.of(new UserId("ann:1"), new UserId("bob"));
  private static final List<DeviceId> DEVICES =
      List.of(new DeviceId("d0"), new DeviceId("d1"), new DeviceId("d2"));

  private static final List<DeviceType> TYPES =
      List.of(DeviceType.WEB, DeviceType.MOBILE, DeviceType.DESKTOP);

  private static final List<GatewayId> GATEWAYS =
      List.of(new GatewayId("gw-0"), new GatewayId("gw-1"), GatewayId.NONE);

  private final TestRedis server = new TestRedis();
  private final PresenceStore redis = server.open(SETTINGS);
  private final TimeMachine redisTime = new TimeMachine(server.connection().sync());
  private long lastTick;

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void bothStoresTellTheSame(long seed) {
    server.connection().sync().flushdb();
    Random random = new Random(seed);
    TestClock clock = new TestClock(Instant.ofEpochMilli(redisNow()));
    PresenceStore memory = new InMemoryPresenceStore(SETTINGS, clock);
    List<SessionId> sessions = new ArrayList<>();

    for (int step = 0; step < STEPS; step++) {
      String where = "seed %d, step %d".formatted(seed, step);
      tick(clock);
      int choice = random.nextInt(100);
      if (choice < 12) {
        redisTime.advance(STEP_IN_TIME);
        clock.advance(STEP_IN_TIME);
      } else if (choice < 24) {
        assertThat(sweep(redis)).as(where + ", sweep").isEqualTo(sweep(memory));
      } else if (choice < 30 && !sessions.isEmpty()) {
        UserId user = pick(random, USERS);
        SessionId session = pick(random, sessions);
        assertThat(redis.deadlines().decide(user, session).map(RandomWalkIT::told))
            .as(where + ", decide")
            .isEqualTo(memory.deadlines().decide(user, session).map(RandomWalkIT::told));
      } else {
        long reportSeed = random.nextLong();
        SessionReport toRedis = report(new Random(reportSeed), sessions, step, redisNow());
        SessionReport toMemory = report(new Random(reportSeed), sessions, step, clock.millis());
        if (!(toRedis instanceof SessionReport.PersonSet)) {
          sessions.add(toRedis.sessionId());
        }
        LastSeen kept = kept(new Random(reportSeed), toRedis.userId());
        Map<UserId, LastSeen> given =
            random.nextInt(4) == 0 ? Map.of() : Map.of(kept.userId(), kept);
        assertThat(told(redis.sessions().apply(List.of(toRedis), given).getFirst()))
            .as(where + ", " + toRedis)
            .isEqualTo(told(memory.sessions().apply(List.of(toMemory), given).getFirst()));
      }
      compareReadings(where, memory, clock);
    }
  }

  private void compareReadings(String where, PresenceStore memory, TestClock clock) {
    Map<UserId, PresenceReader.Reading> actual = redis.reader().read(USERS);
    Map<UserId, PresenceReader.Reading> expected = memory.reader().read(USERS);
    for (UserId user : USERS) {
      PresenceReader.Reading one = Objects.requireNonNull(actual.get(user));
      PresenceReader.Reading other = Objects.requireNonNull(expected.get(user));
      assertThat(told(one.state())).as(where + ", reading").isEqualTo(told(other.state()));
      assertThat(one.known()).as(where + ", known").isEqualTo(other.known());
      if (other.state().lastSeen() == 0) {
        assertThat(one.state().lastSeen()).as(where + ", never seen").isZero();
      } else {
        long age = redisNow() - one.state().lastSeen();
        long expectedAge = clock.millis() - other.state().lastSeen();
        assertThat(Duration.ofMillis(Math.abs(age - expectedAge)))
            .as(where + ", last seen")
            .isLessThan(SLACK);
      }
    }
    assertThat(redis.gateways().holding(USERS))
        .as(where + ", gateways")
        .isEqualTo(memory.gateways().holding(USERS));
    assertThat(redis.ledger().unconfirmed(SETTINGS.sharding().all()))
        .as(where + ", unconfirmed")
        .isEqualTo(memory.ledger().unconfirmed(SETTINGS.sharding().all()));
  }

  private static SessionReport report(Random random, List<SessionId> sessions, int step, long now) {
    UserId user = pick(random, USERS);
    // Now and then a session of the other person, or one that has ended long ago.
    SessionId session =
        sessions.isEmpty()
            ? new SessionId("s0")
            : sessions.get(sessions.size() - 1 - random.nextInt(Math.min(12, sessions.size())));
    long age = random.nextBoolean() ? 0 : 30_000;
    return switch (random.nextInt(13)) {
      case 0, 1, 2, 3 -> {
        int device = random.nextInt(DEVICES.size());
        SessionId begun = random.nextInt(5) == 0 ? session : new SessionId("s" + step);
        yield new SessionReport.Connected(
            user,
            begun,
            DEVICES.get(device),
            TYPES.get(device),
            null,
            pick(random, GATEWAYS),
            Watch.CONTACTS);
      }
      case 4, 5 -> new SessionReport.Heard(user, session, age);
      case 6 -> new SessionReport.Active(user, session, age);
      case 7, 8, 9 ->
          new SessionReport.StatusSet(
              user, session, edit(random, now), random.nextBoolean() ? null : age);
      case 12 ->
          new SessionReport.PersonSet(
              user, random.nextBoolean() ? null : pick(random, DEVICES), edit(random, now));
      case 10 -> new SessionReport.Closed(user, session, random.nextInt(3) == 0 ? true : null);
      default -> new SessionReport.Lost(user, session, age);
    };
  }

  private static StatusEdit edit(Random random, long now) {
    Status status = random.nextInt(5) == 0 ? null : pick(random, List.of(Status.values()));
    boolean mayExpire = status != null && status != Status.ONLINE && status != Status.OFFLINE;
    Long expiresAt =
        mayExpire && random.nextBoolean()
            ? (Long) (now + pick(random, List.of(100_000, 250_000)))
            : null;
    return switch (random.nextInt(3)) {
      case 0 -> new StatusEdit(status, expiresAt, StatusEdit.Message.CLEAR, null);
      case 1 ->
          new StatusEdit(
              status,
              expiresAt,
              StatusEdit.Message.SET,
              "m" + random.nextInt(2),
              random.nextBoolean() ? (Long) (now + 150_000) : null);
      default -> new StatusEdit(status, expiresAt, StatusEdit.Message.KEEP, null);
    };
  }

  private static LastSeen kept(Random random, UserId user) {
    HandSet hand =
        switch (random.nextInt(4)) {
          case 0 -> new HandSet(Status.BUSY, null, "kept");
          case 1 -> new HandSet(Status.INVISIBLE, null, null);
          case 2 -> new HandSet(Status.AWAY, 1L, "kept", 1L);
          default -> HandSet.NOTHING;
        };
    return new LastSeen(user, 0, 0, hand);
  }

  /** So that no two steps fall into one millisecond, in neither store. */
  private void tick(TestClock clock) {
    clock.advance(Duration.ofMillis(1));
    while (redisNow() <= lastTick) {
      Thread.onSpinWait();
    }
    lastTick = redisNow();
  }

  private long redisNow() {
    List<String> now = server.connection().sync().time();
    return Long.parseLong(now.get(0)) * 1_000 + Long.parseLong(now.get(1)) / 1_000;
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<List<Told>> sweep(PresenceStore store) {
    List<Deadlines.Sweep> sweeps =
        store.deadlines().sweep(SETTINGS.sharding().all(), Duration.ZERO, 100);
    return sweeps.stream()
        .map(sweep -> sweep.changes().stream().map(RandomWalkIT::told).toList())
        .toList();
  }

  /** What both stores must say alike. */
  private record Told(
      UserId user,
      Cause cause,
      List<Object> state,
      @Nullable List<Object> before,
      List<Object> hand,
      @Nullable SessionId session,
      boolean timer,
      List<Object> sessions) {}

  private static Told told(PresenceChanged change) {
    return new Told(
        change.userId(),
        change.cause(),
        told(change.state()),
        change.before() == null ? null : told(change.before()),
        List.of(
            String.valueOf(change.hand().status()),
            change.hand().expiresAt() != null,
            String.valueOf(change.hand().customMessage()),
            change.hand().messageExpiresAt() != null),
        change.sessionId(),
        change.nextTimer() != null,
        told(Objects.requireNonNull(change.sessions()), change.at()));
  }

  /** How long ago sessions began and ended: a slow machine makes all of it longer in Redis. */
  private static List<Object> told(SessionFacts facts, long at) {
    List<Object> told = new ArrayList<>();
    for (SessionFacts.Open open : facts.open()) {
      told.add(List.of(open.sessionId(), open.deviceType(), new Ago(at - open.from())));
    }
    for (SessionFacts.Ended gone : facts.ended()) {
      told.add(
          List.of(
              gone.sessionId(),
              gone.deviceType(),
              gone.how(),
              new Ago(at - gone.from()),
              new Ago(at - gone.until())));
    }
    return told;
  }

  private record Ago(long millis) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Ago ago && Math.abs(millis - ago.millis) < SLACK.toMillis();
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  private static List<Object> told(PersonState state) {
    return List.of(state.status(), String.valueOf(state.customMessage()), state.deviceTypes());
  }

  private static List<Object> told(Applied applied) {
    if (!(applied instanceof Applied.Done done)) {
      return List.of(applied);
    }
    ReportResult result = done.result();
    Me me = result.me();
    return List.of(
        result.outcome(),
        me == null ? "" : List.of(me.status(), String.valueOf(me.customMessage())),
        me != null && me.expiresAt() != null,
        me != null && me.messageExpiresAt() != null,
        done.change() == null ? "no change" : told(done.change()),
        done.evicted());
  }
}
