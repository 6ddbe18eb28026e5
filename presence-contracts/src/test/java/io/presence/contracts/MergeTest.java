package io.presence.contracts;

import static io.presence.contracts.DeviceType.DESKTOP;
import static io.presence.contracts.DeviceType.MOBILE;
import static io.presence.contracts.DeviceType.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From sessions and what is set by hand to one status. */
class MergeTest {
  private static final long NOW = 1_000_000;
  private static final long IDLE = 300;
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final DeviceId LAPTOP = new DeviceId("laptop");
  private static final DeviceId TAB = new DeviceId("tab");
  private static final List<SessionState> NONE = List.of();
  private static final List<SessionState> ACTIVE_PHONE = sessions(on(PHONE, MOBILE, NOW));
  private static final List<SessionState> IDLE_PHONE = sessions(on(PHONE, MOBILE, NOW - IDLE));

  static Stream<Arguments> cases() {
    return Stream.of(
        of("nobody connected", NONE, HandSet.NOTHING, merge(Status.OFFLINE, null)),
        of("active", ACTIVE_PHONE, HandSet.NOTHING, merge(Status.ONLINE, NOW + IDLE, MOBILE)),
        of(
            "a moment before idle",
            sessions(on(PHONE, MOBILE, NOW - IDLE + 1)),
            HandSet.NOTHING,
            merge(Status.ONLINE, NOW + 1, MOBILE)),
        of("idle", IDLE_PHONE, HandSet.NOTHING, merge(Status.AWAY, null, MOBILE)),
        of(
            "the highest of two devices",
            sessions(on(LAPTOP, DESKTOP, NOW - 2 * IDLE), on(PHONE, MOBILE, NOW - 100)),
            HandSet.NOTHING,
            merge(Status.ONLINE, NOW - 100 + IDLE, MOBILE, DESKTOP)),
        of(
            "types once, in order",
            sessions(on(TAB, WEB, NOW), on(LAPTOP, WEB, NOW), on(PHONE, MOBILE, NOW)),
            HandSet.NOTHING,
            merge(Status.ONLINE, NOW + IDLE, MOBILE, WEB)),
        of(
            "busy by hand",
            ACTIVE_PHONE,
            new HandSet(Status.BUSY, null, null),
            merge(Status.BUSY, null, MOBILE)),
        of(
            "busy by hand does not turn idle",
            IDLE_PHONE,
            new HandSet(Status.BUSY, NOW + 5, null),
            merge(Status.BUSY, NOW + 5, MOBILE)),
        of(
            "away by hand beats being active",
            ACTIVE_PHONE,
            new HandSet(Status.AWAY, null, null),
            merge(Status.AWAY, null, MOBILE)),
        of(
            "a message that ends before the status does",
            IDLE_PHONE,
            new HandSet(Status.BUSY, NOW + 5, "m", NOW + 3),
            merge(Status.BUSY, NOW + 3, MOBILE)),
        of(
            "a message that ends after somebody turns idle",
            ACTIVE_PHONE,
            new HandSet(null, null, "m", NOW + IDLE + 1),
            merge(Status.ONLINE, NOW + IDLE, MOBILE)),
        of(
            "a message that has ended",
            IDLE_PHONE,
            new HandSet(null, null, "m", NOW),
            merge(Status.AWAY, null, MOBILE)),
        of(
            "busy by hand, nobody connected",
            NONE,
            new HandSet(Status.BUSY, NOW + 5, null),
            merge(Status.OFFLINE, NOW + 5)),
        of(
            "invisible, connected",
            ACTIVE_PHONE,
            new HandSet(Status.INVISIBLE, null, null),
            merge(Status.INVISIBLE, null)),
        of(
            "invisible, nobody connected",
            NONE,
            new HandSet(Status.INVISIBLE, NOW + 5, null),
            merge(Status.INVISIBLE, NOW + 5)),
        of(
            "a status that has ended",
            ACTIVE_PHONE,
            new HandSet(Status.INVISIBLE, NOW, "m"),
            merge(Status.ONLINE, NOW + IDLE, MOBILE)),
        of(
            "a status that ends next",
            ACTIVE_PHONE,
            new HandSet(Status.BUSY, NOW + 1, null),
            merge(Status.BUSY, NOW + 1, MOBILE)),
        of("signed off", ACTIVE_PHONE, HandSet.NOTHING, merge(Status.OFFLINE, null), PHONE),
        of(
            "one of two signed off",
            sessions(on(PHONE, MOBILE, NOW), on(LAPTOP, DESKTOP, NOW - IDLE)),
            HandSet.NOTHING,
            merge(Status.AWAY, null, DESKTOP),
            PHONE),
        of(
            "all tabs of a device are signed off",
            sessions(on(PHONE, MOBILE, NOW), on(PHONE, MOBILE, NOW)),
            new HandSet(Status.BUSY, null, null),
            merge(Status.OFFLINE, null),
            PHONE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void mergesToOneStatus(
      String name,
      List<SessionState> sessions,
      HandSet hand,
      Set<DeviceId> signedOff,
      Merge expected) {
    assertThat(Merge.of(sessions, signedOff, hand, NOW, IDLE)).as(name).isEqualTo(expected);
  }

  private static Arguments of(
      String name,
      List<SessionState> sessions,
      HandSet hand,
      Merge expected,
      DeviceId... signedOff) {
    return Arguments.of(name, sessions, hand, Set.of(signedOff), expected);
  }

  private static List<SessionState> sessions(SessionState... sessions) {
    return Arrays.asList(sessions);
  }

  private static SessionState on(DeviceId device, DeviceType type, long activeAt) {
    return new SessionState(device, type, activeAt);
  }

  private static Merge merge(Status status, @Nullable Long nextTimer, DeviceType... types) {
    return new Merge(status, List.of(types), nextTimer);
  }
}
