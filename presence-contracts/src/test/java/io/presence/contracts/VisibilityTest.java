package io.presence.contracts;

import static io.presence.contracts.Visibility.Audience.CONTACTS;
import static io.presence.contracts.Visibility.Audience.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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

  private static final VisibilityPolicy PLAIN = VisibilityPolicy.DEFAULTS;

  /** Relation, settings of the subject with the exception for this viewer, and what follows. */
  @ParameterizedTest
  @CsvSource({
    // relation, online status, last seen, sight, reasons
    "contact,  contacts, contacts, full,        contact",
    "contact,  contacts, nobody,   status_only, contact last_seen_hidden",
    "contact,  nobody,   everyone, none,        privacy_nobody",
    "contact,  everyone, everyone, full,        privacy_everyone",
    "contact,  everyone, contacts, full,        privacy_everyone",
    "stranger, contacts, everyone, none,        privacy_not_contact",
    "stranger, everyone, contacts, status_only, privacy_everyone last_seen_hidden",
    "stranger, everyone, everyone, full,        privacy_everyone",
    "stranger, everyone, nobody,   status_only, privacy_everyone last_seen_hidden",
    "stranger, nobody,   nobody,   none,        privacy_nobody",
    // contacts except, everyone except
    "contact,  contacts-, contacts,  none,        privacy_denied",
    "contact,  contacts-, contacts+, none,        privacy_denied",
    "contact,  contacts,  contacts-, status_only, contact last_seen_hidden",
    "stranger, everyone-, everyone,  none,        privacy_denied",
    "stranger, everyone,  everyone-, status_only, privacy_everyone last_seen_hidden",
    // nobody but, contacts and
    "contact,  nobody+,   nobody,    status_only, privacy_allowed last_seen_hidden",
    "stranger, nobody+,   nobody+,   full,        privacy_allowed",
    "stranger, contacts+, contacts,  status_only, privacy_allowed last_seen_hidden",
    "stranger, contacts+, contacts+, full,        privacy_allowed",
    "stranger, contacts,  everyone+, none,        privacy_not_contact",
    "stranger, everyone,  contacts+, full,        privacy_everyone",
    // an exception that says what the setting says
    "contact,  nobody-,   nobody-,   none,        privacy_denied",
    "contact,  everyone+, everyone+, full,        privacy_allowed",
    // blocks go before all, and what hides besides is named
    "blocking, everyone,  everyone,  none,        blocked_by_subject",
    "blocked,  everyone+, everyone+, none,        blocked_by_viewer",
    "both,     everyone,  everyone,  none,        blocked_by_subject blocked_by_viewer",
    "blocking, nobody,    everyone,  none,        blocked_by_subject privacy_nobody",
    "unknown,  everyone,  everyone,  none,        unknown_user",
    "self,     nobody,    nobody,    full,        self",
  })
  void decidesHowMuchAViewerSeesAndSaysWhy(
      String relation, String online, String lastSeen, String sight, String reasons) {
    SightDecision decision = Visibility.decide(standing(relation, online, lastSeen, false), PLAIN);
    assertThat(decision.sight().word()).isEqualTo(sight);
    assertThat(codes(decision)).isEqualTo(reasons);
    assertThat(Visibility.decide(standing(relation, online, lastSeen, true), PLAIN))
        .as("without reciprocity it does not matter what the viewer hides")
        .isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    // reciprocity, approximations, viewer hides theirs, subject's last seen, sight, reasons
    "false, false, true,  contacts, full,        contact",
    "true,  false, false, contacts, full,        contact",
    "true,  false, true,  contacts, status_only, contact reciprocity",
    "true,  false, true,  everyone+, status_only, contact reciprocity",
    "true,  false, true,  nobody,   status_only, contact last_seen_hidden reciprocity",
    "false, true,  false, contacts, full,        contact",
    "false, true,  false, nobody,   approximate, contact last_seen_hidden last_seen_approximate",
    "false, true,  false, everyone-, approximate, contact last_seen_hidden last_seen_approximate",
    "true,  true,  true,  contacts, approximate, contact reciprocity last_seen_approximate",
  })
  void aDeploymentMayAskForReciprocityAndApproximations(
      boolean reciprocity,
      boolean approximate,
      boolean viewerHides,
      String lastSeen,
      String sight,
      String reasons) {
    VisibilityPolicy policy = new VisibilityPolicy(reciprocity, approximate, CONTACTS, CONTACTS);
    SightDecision decision =
        Visibility.decide(standing("contact", "contacts", lastSeen, viewerHides), policy);
    assertThat(decision.sight().word()).isEqualTo(sight);
    assertThat(codes(decision)).isEqualTo(reasons);
  }

  @ParameterizedTest
  @CsvSource({
    "unknown, everyone",
    "blocking, everyone",
    "stranger, contacts",
    "contact, everyone-",
  })
  void noPolicyShowsAnythingOfTheHidden(String relation, String online) {
    VisibilityPolicy policy = new VisibilityPolicy(true, true, EVERYONE, EVERYONE);
    assertThat(Visibility.decide(standing(relation, online, "everyone+", true), policy).sight())
        .isEqualTo(Sight.NONE);
  }

  private static String codes(SightDecision decision) {
    return decision.reasons().stream().map(SightReason::code).collect(Collectors.joining(" "));
  }

  private static Standing standing(
      String relation, String online, String lastSeen, boolean viewerHides) {
    return new Standing(
        relation.equals("self"),
        !relation.equals("unknown"),
        relation.equals("blocking") || relation.equals("both"),
        relation.equals("blocked") || relation.equals("both"),
        !relation.equals("stranger") && !relation.equals("self"),
        setting(online),
        setting(lastSeen),
        viewerHides);
  }

  /** An audience, then {@code +} for an exception that allows, {@code -} for one that denies. */
  private static Standing.Setting setting(String text) {
    String word = text.replaceAll("[+-]", "").toUpperCase(Locale.ROOT);
    return new Standing.Setting(
        Visibility.Audience.valueOf(word),
        text.endsWith("+")
            ? Standing.Exemption.ALLOW
            : text.endsWith("-") ? Standing.Exemption.DENY : null);
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
                null,
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
                ANN, VisibleStatus.OFFLINE, new WireTime(900), null, null, List.of(), 7, true));
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

  @ParameterizedTest
  @CsvSource({
    "0, recently",
    "-5000, recently",
    "259200000, recently",
    "259200001, within_week",
    "604800000, within_week",
    "604800001, within_month",
    "2592000000, within_month",
    "2592000001, long_ago",
  })
  void anApproximationIsCountedFromTheVersion(long age, String word) {
    long version = 1_700_000_000_000L;
    for (Status status : List.of(Status.OFFLINE, Status.INVISIBLE)) {
      PersonState state = new PersonState(status, "hi", List.of(), version - age);
      PresenceView view = Visibility.view(ANN, Sight.APPROXIMATE, state, version, true);
      assertThat(view.lastSeen()).isNull();
      assertThat(view.lastSeenApprox()).isNotNull();
      assertThat(view.lastSeenApprox().word()).isEqualTo(word);
    }
  }

  @Test
  void onlyWhoIsShownApproximationsGetsOne() {
    for (Sight sight : List.of(Sight.FULL, Sight.STATUS_ONLY, Sight.NONE)) {
      assertThat(Visibility.view(ANN, sight, ONLINE, 7, true).lastSeenApprox()).isNull();
    }
    assertThat(Visibility.view(ANN, Sight.APPROXIMATE, PersonState.UNKNOWN, 7, true))
        .as("never seen is no time, exact or not")
        .isEqualTo(Visibility.view(ANN, Sight.NONE, ONLINE, 7, true));
  }

  private static PresenceChanged change(PersonState before, PersonState after) {
    return new PresenceChanged(
        ANN, 2, 1, Cause.STATUS_SET, after, before, HandSet.NOTHING, null, null);
  }

  private static PersonState with(Status status) {
    return new PersonState(status, "hi", List.of(DeviceType.WEB), 1_000);
  }
}
