package io.presence.contracts;

import static io.presence.contracts.Visibility.Audience.CONTACTS;
import static io.presence.contracts.Visibility.Audience.EVERYONE;
import static io.presence.contracts.Visibility.Audience.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a viewer may know (invariant Non-interference). */
class VisibilityTest {
  private static final UserId ANN = new UserId("ann");
  private static final PersonState ONLINE =
      new PersonState(Status.ONLINE, "hi", List.of(DeviceType.WEB), 1_000);
  private static final PersonState AWAY = with(Status.AWAY);
  private static final PersonState OFFLINE = new PersonState(Status.OFFLINE, "hi", List.of(), 900);
  private static final PersonState INVISIBLE =
      new PersonState(Status.INVISIBLE, "hi", List.of(), 900);

  @ParameterizedTest
  @CsvSource({
    // exists, blocked, contact, online status, last seen, sight
    "true, false, true, CONTACTS, CONTACTS, FULL",
    "true, false, true, CONTACTS, NOBODY, STATUS_ONLY",
    "true, false, true, NOBODY, EVERYONE, NONE",
    "true, false, true, EVERYONE, EVERYONE, FULL",
    "true, false, false, CONTACTS, EVERYONE, NONE",
    "true, false, false, EVERYONE, CONTACTS, STATUS_ONLY",
    "true, false, false, EVERYONE, EVERYONE, FULL",
    "true, false, false, EVERYONE, NOBODY, STATUS_ONLY",
    "true, true, true, EVERYONE, EVERYONE, NONE",
    "true, true, false, EVERYONE, EVERYONE, NONE",
    "false, false, false, EVERYONE, EVERYONE, NONE",
  })
  void decidesHowMuchAViewerSees(
      boolean exists,
      boolean blocked,
      boolean contact,
      Visibility.Audience online,
      Visibility.Audience lastSeen,
      Sight expected) {
    assertThat(Visibility.sight(exists, blocked, contact, online, lastSeen)).isEqualTo(expected);
  }

  @Test
  void hiddenPeopleLookLikeThoseWhoNeverExisted() {
    PresenceView nobody = Visibility.view(ANN, Sight.FULL, PersonState.UNKNOWN, 7, true);
    for (PersonState truth : List.of(ONLINE, AWAY, OFFLINE, INVISIBLE)) {
      assertThat(Visibility.view(ANN, Sight.NONE, truth, 7, true)).isEqualTo(nobody);
    }
  }

  @ParameterizedTest
  @EnumSource(Sight.class)
  void theInvisibleLookLikeThoseWhoSignedOff(Sight sight) throws IOException {
    PresenceView invisible = Visibility.view(ANN, sight, INVISIBLE, 7, true);
    assertThat(invisible).isEqualTo(Visibility.view(ANN, sight, OFFLINE, 7, true));
    assertThat(ObjectMapper.getDefault().writeValueAsString(invisible))
        .doesNotContain("invisible")
        .doesNotContain("hi");
  }

  @Test
  void fullSightShowsAll() {
    assertThat(Visibility.view(ANN, Sight.FULL, ONLINE, 7, false))
        .isEqualTo(
            new PresenceView(
                ANN,
                VisibleStatus.ONLINE,
                new WireTime(1_000),
                "hi",
                List.of(DeviceType.WEB),
                7,
                false));
  }

  @Test
  void statusOnlyHidesLastSeen() {
    PresenceView online = Visibility.view(ANN, Sight.STATUS_ONLY, ONLINE, 7, true);
    assertThat(online.lastSeen()).isNull();
    assertThat(online.customMessage()).isEqualTo("hi");
    assertThat(Visibility.view(ANN, Sight.STATUS_ONLY, OFFLINE, 7, true).lastSeen()).isNull();
  }

  @Test
  void offlineShowsWhenSomebodyWasLastSeenAndNothingElse() {
    assertThat(Visibility.view(ANN, Sight.FULL, OFFLINE, 7, true))
        .isEqualTo(
            new PresenceView(
                ANN, VisibleStatus.OFFLINE, new WireTime(900), null, List.of(), 7, true));
  }

  @Test
  void neverSeenIsNoTime() {
    assertThat(Visibility.view(ANN, Sight.FULL, PersonState.UNKNOWN, 7, true).lastSeen()).isNull();
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of("the same", ONLINE, ONLINE, false),
        Arguments.of(
            "last seen of somebody online",
            ONLINE,
            new PersonState(Status.ONLINE, "hi", List.of(DeviceType.WEB), 2_000),
            false),
        Arguments.of(
            "last seen of somebody offline",
            OFFLINE,
            new PersonState(Status.OFFLINE, "hi", List.of(), 901),
            true),
        Arguments.of("a status", ONLINE, AWAY, true),
        Arguments.of("signed off or invisible", OFFLINE, INVISIBLE, false),
        Arguments.of(
            "a message of somebody offline",
            OFFLINE,
            new PersonState(Status.INVISIBLE, null, List.of(), 900),
            false),
        Arguments.of(
            "a message of somebody online",
            ONLINE,
            new PersonState(Status.ONLINE, null, List.of(DeviceType.WEB), 1_000),
            true),
        Arguments.of(
            "a device",
            ONLINE,
            new PersonState(Status.ONLINE, "hi", List.of(DeviceType.MOBILE), 1_000),
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void onlyWhatCanBeSeenIsNews(
      String name, PersonState before, PersonState after, boolean expected) {
    assertThat(Visibility.differs(before, after)).as(name).isEqualTo(expected);
    assertThat(Visibility.differs(after, before)).as(name).isEqualTo(expected);
    assertThat(change(before, after).canBeSeen()).as(name).isEqualTo(expected);
  }

  @Test
  void aChangeWithoutAStateBeforeIsAlwaysNews() {
    PresenceChanged change =
        new PresenceChanged(
            ANN, 2, 1, Cause.REPUBLISHED, OFFLINE, null, HandSet.NOTHING, null, null);
    assertThat(change.canBeSeen()).isTrue();
  }

  @Test
  void audiencesAdmit() {
    assertThat(EVERYONE.admits(false)).isTrue();
    assertThat(CONTACTS.admits(false)).isFalse();
    assertThat(CONTACTS.admits(true)).isTrue();
    assertThat(NOBODY.admits(true)).isFalse();
  }

  private static PresenceChanged change(PersonState before, PersonState after) {
    return new PresenceChanged(
        ANN, 2, 1, Cause.STATUS_SET, after, before, HandSet.NOTHING, null, null);
  }

  private static PersonState with(Status status) {
    return new PersonState(status, "hi", List.of(DeviceType.WEB), 1_000);
  }
}
