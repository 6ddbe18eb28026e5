package io.presence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sharding;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the rules stand on: an empty store, whose time the test moves, and words for what gateways
 * report. Times are compared as ages, since one implementation moves its clock and the other what
 * it remembers.
 */
public interface StoreFixture {
  Duration TTL = Duration.ofSeconds(30);
  Duration IDLE = Duration.ofMinutes(5);

  /** Real time passes between two calls to a real server. */
  Duration SLACK = Duration.ofSeconds(2);

  StoreSettings SETTINGS = new StoreSettings(new Sharding(4), TTL, IDLE, 20, Duration.ofHours(1));

  UserId ANN = new UserId("ann:1");
  UserId BOB = new UserId("bob@example.org");
  SessionId S1 = new SessionId("s1");
  SessionId S2 = new SessionId("s2");
  SessionId S3 = new SessionId("s3");
  DeviceId PHONE = new DeviceId("phone");
  DeviceId LAPTOP = new DeviceId("laptop");
  GatewayId GATEWAY = new GatewayId("gw-1");
  GatewayId OTHER_GATEWAY = new GatewayId("gw-2");

  /** The store under test, empty when the test begins. */
  PresenceStore store();

  /** Another door to the same data, as a second process has it. */
  PresenceStore secondStore();

  /** The door of a process that has just started. */
  PresenceStore freshStore();

  /** How far the store's past was moved, milliseconds, for a clock that nobody can move. */
  long advanced();

  /** Everything in the store is lost. */
  void empty();

  /** Time passes. */
  void advance(Duration time);

  /** The store's clock, epoch milliseconds. */
  long now();

  /** Applies one report, with nothing kept of anybody. */
  default Applied.Done apply(SessionReport report) {
    return apply(store(), report);
  }

  static Applied.Done apply(PresenceStore store, SessionReport report) {
    UserId user = report.userId();
    Applied applied =
        store
            .sessions()
            .apply(List.of(report), Map.of(user, Sessions.nothingKept(user)))
            .getFirst();
    assertThat(applied).isInstanceOf(Applied.Done.class);
    return (Applied.Done) applied;
  }

  default @Nullable PresenceChanged change(SessionReport report) {
    return apply(report).change();
  }

  static SessionReport.Connected connected(UserId user, SessionId session, DeviceId device) {
    return connected(user, session, device, GATEWAY);
  }

  static SessionReport.Connected connected(
      UserId user, SessionId session, DeviceId device, GatewayId gateway) {
    DeviceType type = device.equals(LAPTOP) ? DeviceType.DESKTOP : DeviceType.MOBILE;
    return new SessionReport.Connected(
        user, session, device, type, "a \"platform\" é", gateway, Watch.CONTACTS);
  }

  static SessionReport heard(UserId user, SessionId session, Duration age) {
    return new SessionReport.Heard(user, session, age.toMillis());
  }

  static SessionReport active(UserId user, SessionId session, Duration age) {
    return new SessionReport.Active(user, session, age.toMillis());
  }

  static SessionReport lost(UserId user, SessionId session) {
    return new SessionReport.Lost(user, session, 0);
  }

  static SessionReport closed(UserId user, SessionId session) {
    return new SessionReport.Closed(user, session);
  }

  static SessionReport set(UserId user, SessionId session, Status status) {
    return edit(user, session, status, null);
  }

  static SessionReport edit(
      UserId user, SessionId session, @Nullable Status status, @Nullable Long expiresAt) {
    return new SessionReport.StatusSet(
        user, session, new StatusEdit(status, expiresAt, StatusEdit.Message.KEEP, null));
  }

  static SessionReport message(UserId user, SessionId session, @Nullable String message) {
    StatusEdit.Message what = message == null ? StatusEdit.Message.CLEAR : StatusEdit.Message.SET;
    return new SessionReport.StatusSet(user, session, new StatusEdit(null, null, what, message));
  }

  /** It is there for history, and nobody is told. */
  static void assertNobodyNotices(@Nullable PresenceChanged change) {
    assertThat(change).isNotNull();
    assertThat(change.before()).isEqualTo(change.state());
    assertThat(change.canBeSeen()).isFalse();
  }

  /** Lets time pass while these sessions are heard. */
  default void advanceHearing(Duration time, UserId user, SessionId... sessions) {
    Duration step = TTL.dividedBy(2);
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      advance(left.compareTo(step) < 0 ? left : step);
      for (SessionId session : sessions) {
        apply(heard(user, session, Duration.ZERO));
      }
    }
  }

  /** What the owner of all shards finds, in the order of users. */
  default List<PresenceChanged> sweep() {
    return sweep(Duration.ZERO, 100).stream().flatMap(s -> s.changes().stream()).toList();
  }

  default List<Deadlines.Sweep> sweep(Duration grace, int limit) {
    return store().deadlines().sweep(SETTINGS.sharding().all(), grace, limit);
  }

  default PersonState state(UserId user) {
    return reading(user).state();
  }

  default Status status(UserId user) {
    return state(user).status();
  }

  default PresenceReader.Reading reading(UserId user) {
    Map<UserId, PresenceReader.Reading> readings = store().reader().read(List.of(user));
    assertThat(readings).containsOnlyKeys(user);
    return readings.values().stream().collect(Collectors.toList()).getFirst();
  }

  /** That long ago, give or take the time that the test itself takes. */
  default void assertAgo(long epochMillis, Duration ago) {
    assertThat(Duration.ofMillis(now() - epochMillis))
        .isBetween(ago.minusMillis(5), ago.plus(SLACK));
  }

  static LastSeen kept(
      UserId user, long lastSeen, long version, io.presence.contracts.HandSet hand) {
    return new LastSeen(user, lastSeen, version, hand);
  }
}
