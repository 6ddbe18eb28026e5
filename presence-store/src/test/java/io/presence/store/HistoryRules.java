package io.presence.store;

import static io.presence.store.StoreFixture.assertNobodyNotices;
import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.lost;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What changes say of sessions, for analytics. */
public interface HistoryRules extends StoreFixture {

  @Test
  default void aChangeListsEverySessionThatCounts() {
    PresenceChanged first = Objects.requireNonNull(change(connected(ANN, S2, PHONE)));
    SessionFacts.Open phone = new SessionFacts.Open(S2, DeviceType.MOBILE, first.at());
    assertThat(facts(first)).isEqualTo(new SessionFacts(List.of(phone), List.of()));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S2, Duration.ZERO));

    SessionFacts both = facts(change(connected(ANN, S1, LAPTOP)));

    assertThat(both.open()).extracting(SessionFacts.Open::sessionId).containsExactly(S1, S2);
    assertThat(both.open().getLast().deviceType()).isEqualTo(DeviceType.MOBILE);
    assertAgo(both.open().getLast().from(), Duration.ofSeconds(10));
    assertThat(facts(change(set(ANN, S1, Status.BUSY)))).isEqualTo(both);
  }

  @Test
  default void aGoodbyeEndsASessionNow() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, PHONE));
    advance(Duration.ofSeconds(10));

    PresenceChanged change = change(closed(ANN, S1));

    assertNobodyNotices(change);
    SessionFacts.Ended gone = facts(change).ended().getFirst();
    assertThat(gone.how()).isEqualTo(SessionEnd.CLOSED);
    assertThat(gone.sessionId()).isEqualTo(S1);
    assertAgo(gone.until(), Duration.ZERO);
    assertAgo(gone.from(), Duration.ofSeconds(10));
    assertThat(facts(change).open()).extracting(SessionFacts.Open::sessionId).containsExactly(S2);
    SessionFacts last = facts(change(new SessionReport.Closed(ANN, S2, true)));
    assertThat(last.open()).isEmpty();
    assertThat(last.ended())
        .extracting(SessionFacts.Ended::how)
        .containsExactly(SessionEnd.EXPELLED);
  }

  @Test
  default void aGhostThatIsEndedByHandWasThereUntilItWasLastHeard() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(10));
    apply(heard(ANN, S1, Duration.ZERO));
    advance(Duration.ofSeconds(20));

    PresenceChanged change =
        Objects.requireNonNull(change(new SessionReport.Closed(ANN, S1, true)));

    assertThat(change.state().status()).isEqualTo(Status.OFFLINE);
    assertAgo(change.state().lastSeen(), Duration.ofSeconds(20));
    assertAgo(state(ANN).lastSeen(), Duration.ofSeconds(20));
    assertAgo(facts(change).ended().getFirst().until(), Duration.ofSeconds(20));
  }

  @Test
  default void whatFellSilentOrWasCutEndedWhenItWasLastHeard() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(BOB, S2, PHONE));
    apply(lost(BOB, S2));
    advance(TTL.plus(SLACK));
    List<PresenceChanged> lapsed = sweep();
    assertThat(lapsed).hasSize(2);
    for (PresenceChanged change : lapsed) {
      SessionFacts.Ended gone = facts(change).ended().getFirst();
      assertThat(gone.how())
          .isEqualTo(change.userId().equals(ANN) ? SessionEnd.LAPSED : SessionEnd.LOST);
      assertAgo(gone.until(), TTL.plus(SLACK));
    }
  }

  @Test
  default void aSecondSessionThatLapsesIsNoticedByNobody() {
    apply(connected(ANN, S1, PHONE));
    advance(TTL.minus(SLACK));
    apply(connected(ANN, S2, PHONE));
    advance(SLACK);
    PresenceChanged change = sweep().getFirst();
    assertNobodyNotices(change);
    assertThat(facts(change).ended()).extracting(SessionFacts.Ended::sessionId).containsExactly(S1);
  }

  @Test
  default void aReconnectReplacesTheLostSession() {
    apply(connected(ANN, S1, PHONE));
    apply(lost(ANN, S1));
    advance(Duration.ofSeconds(10));
    SessionFacts facts = facts(change(connected(ANN, S2, PHONE)));
    assertThat(facts.open()).extracting(SessionFacts.Open::sessionId).containsExactly(S2);
    assertThat(facts.ended())
        .extracting(SessionFacts.Ended::how)
        .containsExactly(SessionEnd.REPLACED);
    assertAgo(facts.ended().getFirst().until(), Duration.ofSeconds(10));
  }

  @Test
  default void theOneTooManyIsEvicted() {
    for (int i = 0; i < SETTINGS.maxSessions(); i++) {
      apply(connected(ANN, new SessionId("many-" + i), new DeviceId("device-" + i)));
      advance(Duration.ofMillis(10));
    }
    SessionFacts facts = facts(change(connected(ANN, S1, PHONE)));
    assertThat(facts.open()).hasSize(SETTINGS.maxSessions());
    assertThat(facts.ended())
        .singleElement()
        .satisfies(gone -> {
          assertThat(gone.sessionId()).isEqualTo(new SessionId("many-0"));
          assertThat(gone.how()).isEqualTo(SessionEnd.EVICTED);
        });
  }

  @Test
  default void signingOffEndsTheSessionsOfTheDeviceAndSigningOnBeginsOthers() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, PHONE));
    apply(connected(ANN, S3, LAPTOP));
    advance(Duration.ofSeconds(10));

    SessionFacts off = facts(change(set(ANN, S1, Status.OFFLINE)));
    assertThat(off.open()).extracting(SessionFacts.Open::sessionId).containsExactly(S3);
    assertThat(off.ended()).extracting(SessionFacts.Ended::sessionId).containsExactly(S1, S2);
    assertThat(off.ended()).extracting(SessionFacts.Ended::how).containsOnly(SessionEnd.SIGNED_OFF);
    assertThat(change(set(ANN, S2, Status.OFFLINE))).as("again").isNull();
    assertThat(change(closed(ANN, S2))).as("it counted no longer").isNull();

    advance(Duration.ofSeconds(10));
    SessionFacts on = facts(change(set(ANN, S1, Status.ONLINE)));
    assertThat(on.ended()).isEmpty();
    assertThat(on.open()).extracting(SessionFacts.Open::sessionId).containsExactly(S1, S3);
    assertAgo(on.open().getFirst().from(), Duration.ZERO);
    assertAgo(on.open().getLast().from(), Duration.ofSeconds(20));
  }

  @Test
  default void whatIsSaidAgainTellsOfSessionsThatEndedLately() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, PHONE));
    apply(closed(ANN, S1));
    advance(Duration.ofSeconds(10));
    SessionFacts again = facts(overdueChange());
    assertThat(again.open()).extracting(SessionFacts.Open::sessionId).containsExactly(S2);
    assertThat(again.ended()).extracting(SessionFacts.Ended::sessionId).containsExactly(S1);
    advanceHearing(Duration.ofHours(1), ANN, S2);
    assertThat(facts(overdueChange()).ended()).as("that was long ago").isEmpty();
  }

  /** Else an invisible person would be given away whenever Kafka is slow. */
  @Test
  default void whatNobodyWasToNoticeIsSaidAgainToNobody() {
    PresenceChanged first = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    PresenceChanged hidden = Objects.requireNonNull(change(set(ANN, S1, Status.INVISIBLE)));
    store().ledger().confirm(List.of(first, hidden));
    assertNobodyNotices(change(connected(ANN, S2, LAPTOP)));
    advance(Duration.ofSeconds(10));
    assertNobodyNotices(overdueChange());
    advance(Duration.ofSeconds(10));
    assertNobodyNotices(overdueChange());
  }

  @Test
  default void newsBehindWhichASessionEndedIsSaidAgainUntilItIsConfirmed() {
    apply(connected(ANN, S1, PHONE));
    apply(connected(ANN, S2, PHONE));
    advance(Duration.ofSeconds(10));
    assertThat(overdueChange().canBeSeen()).isTrue();
    advance(Duration.ofSeconds(10));
    assertThat(overdueChange().canBeSeen()).as("once more").isTrue();
  }

  private PresenceChanged overdueChange() {
    return store()
        .ledger()
        .overdue(SETTINGS.sharding().all(), Duration.ofSeconds(9), 100)
        .getFirst();
  }

  private static SessionFacts facts(@Nullable PresenceChanged change) {
    return Objects.requireNonNull(Objects.requireNonNull(change).sessions());
  }
}
