package io.presence.gateway.session;

import static io.presence.gateway.session.WatchReason.SUBSCRIBED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.Watch;
import io.presence.gateway.lookup.Seen.Reach;
import io.presence.gateway.session.Told.Corrected;
import io.presence.gateway.session.Told.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToldTest {
  /** The session had been told something else, or nothing, when the look began. */
  private static final long UNTOLD = -1;

  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");
  private final Told contacts = new Told(Watch.CONTACTS);
  private final Told subscriptions = new Told(Watch.SUBSCRIPTIONS);

  private static PresenceView view(UserId subject, Status status, long version, boolean live) {
    PersonState state = new PersonState(status, null, List.of(), 1_000);
    return Visibility.view(subject, Sight.FULL, state, version, live);
  }

  private static PresenceView online(UserId subject, long version) {
    return view(subject, Status.ONLINE, version, true);
  }

  private static PresenceView offline(UserId subject, long version) {
    return view(subject, Status.OFFLINE, version, true);
  }

  private static Push explicit(PresenceView view) {
    return Push.explicit(view, new byte[0]);
  }

  private static Push push(PresenceView view) {
    return new Push(view.userId(), view.version(), new byte[0], frame -> view);
  }

  @Test
  void onlyWhatIsNewerIsSent() {
    contacts.watched(List.of(offline(BOB, 10)));
    contacts.snapshotDone();
    assertThat(contacts.push(push(online(BOB, 9)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(online(BOB, 10)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(online(BOB, 11)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(push(online(BOB, 11)))).isEqualTo(Verdict.OLD);
  }

  private static Push anew(PresenceView view) {
    return new Push(view.userId(), view.version(), new byte[0], frame -> view, true);
  }

  @Test
  void whatMayBeKnownIsNotToldToWhoWasToldTheSame() {
    contacts.watched(List.of(online(BOB, 10), offline(EVE, 10)));
    contacts.snapshotDone();
    assertThat(contacts.push(anew(online(BOB, 20)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(offline(BOB, 15))))
        .as("its version counts")
        .isEqualTo(Verdict.OLD);
    assertThat(contacts.push(anew(online(EVE, 20)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(anew(online(new UserId("new"), 20)))).isEqualTo(Verdict.SEND);
  }

  @Test
  void pushesWaitForTheSnapshotAndFollowIfTheyAreNewer() {
    Push older = push(online(BOB, 10));
    Push newer = push(online(EVE, 12));
    assertThat(contacts.push(older)).isEqualTo(Verdict.PARKED);
    assertThat(contacts.push(push(online(EVE, 11)))).isEqualTo(Verdict.PARKED);
    assertThat(contacts.push(newer)).isEqualTo(Verdict.PARKED);
    assertThat(contacts.push(push(online(EVE, 11)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.watched(List.of(offline(BOB, 10), offline(EVE, 10))))
        .containsExactly(newer);
    assertThat(contacts.push(push(online(EVE, 12)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.snapshotDone()).isEmpty();
  }

  @Test
  void aContactWhoIsNewSinceThePageWasReadIsToldOfAfterTheSnapshot() {
    Push push = push(online(BOB, 10));
    contacts.push(push);
    contacts.watched(List.of(offline(EVE, 9)));
    assertThat(contacts.snapshotDone()).containsExactly(push);
    assertThat(contacts.push(push(online(BOB, 10)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(online(new UserId("new"), 1)))).isEqualTo(Verdict.SEND);
  }

  @Test
  void whatWaitsIsBounded() {
    List<Verdict> verdicts =
        IntStream.rangeClosed(0, Told.MAX_PARKED)
            .mapToObj(i -> contacts.push(push(online(new UserId("u" + i), 1))))
            .toList();
    assertThat(verdicts.subList(0, Told.MAX_PARKED)).containsOnly(Verdict.PARKED);
    assertThat(verdicts.getLast()).isEqualTo(Verdict.TOO_MANY);
  }

  @Test
  void aSessionOfSubscriptionsHearsOnlyOfThose() {
    subscriptions.snapshotDone();
    assertThat(subscriptions.push(push(online(BOB, 1)))).isEqualTo(Verdict.NOT_WATCHED);
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    Push meanwhile = push(online(BOB, 5));
    assertThat(subscriptions.push(meanwhile)).isEqualTo(Verdict.PARKED);
    assertThat(subscriptions.watched(List.of(offline(BOB, 4)))).containsExactly(meanwhile);
    assertThat(subscriptions.push(push(online(BOB, 6)))).isEqualTo(Verdict.SEND);
    subscriptions.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(subscriptions.push(push(online(BOB, 7)))).isEqualTo(Verdict.NOT_WATCHED);
  }

  @Test
  void asManySubscriptionsAsMayBe() {
    List<UserId> all =
        IntStream.range(0, Told.MAX_SUBSCRIPTIONS).mapToObj(i -> new UserId("u" + i)).toList();
    assertThat(subscriptions.watch(SUBSCRIBED, all)).hasSize(Told.MAX_SUBSCRIPTIONS);
    assertThat(subscriptions.watch(SUBSCRIBED, all)).isEmpty();
    assertThat(subscriptions.watch(SUBSCRIBED, List.of(BOB))).isNull();
    assertThat(contacts.watch(SUBSCRIBED, all)).hasSize(Told.MAX_SUBSCRIPTIONS);
    assertThat(contacts.watch(SUBSCRIBED, List.of(BOB))).isNull();
    assertThat(subscriptions.push(push(online(BOB, 1)))).isEqualTo(Verdict.NOT_WATCHED);
  }

  @Test
  void anAnswerThatCouldNotBeReadLeavesNothing() {
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    subscriptions.push(push(online(BOB, 1)));
    subscriptions.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(subscriptions.isTold(BOB)).isFalse();
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    assertThat(subscriptions.watched(List.of(offline(BOB, 0)))).isEmpty();
  }

  @Test
  void unsubscribingAContactOfASessionThatWatchesContactsChangesNothing() {
    contacts.watched(List.of(offline(BOB, 1)));
    contacts.snapshotDone();
    contacts.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.push(push(online(BOB, 1)))).isEqualTo(Verdict.OLD);
  }

  /** Somebody invisible who edits their message changes, and looks the same. */
  @Test
  void whoWatchesExplicitlyIsNotToldTheSameAgain() {
    contacts.snapshotDone();
    contacts.watch(SUBSCRIBED, List.of(EVE));
    assertThat(contacts.watched(List.of(offline(EVE, 4)))).isEmpty();
    assertThat(contacts.live(EVE, Reach.STRANGER)).isTrue();
    assertThat(contacts.push(explicit(online(EVE, 5)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(explicit(online(EVE, 6)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(explicit(offline(EVE, 7)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(explicit(offline(EVE, 8)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(explicit(online(EVE, 9)))).isEqualTo(Verdict.SEND);
  }

  @Test
  void someoneWhoIsNoContactIsToldOfOnlyWhileWatched() {
    contacts.snapshotDone();
    assertThat(contacts.live(EVE, Reach.STRANGER)).isFalse();
    contacts.watch(SUBSCRIBED, List.of(EVE));
    assertThat(contacts.live(EVE, Reach.STRANGER)).isTrue();
    Push meanwhile = explicit(online(EVE, 5));
    assertThat(contacts.push(meanwhile)).isEqualTo(Verdict.PARKED);
    assertThat(contacts.watched(List.of(offline(EVE, 4)))).containsExactly(meanwhile);
    assertThat(contacts.push(explicit(offline(EVE, 6)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.unwatch(SUBSCRIBED, List.of(EVE))).containsExactly(EVE);
    assertThat(contacts.isTold(EVE)).isFalse();
    assertThat(contacts.push(explicit(online(EVE, 7)))).isEqualTo(Verdict.NOT_WATCHED);
    assertThat(contacts.unwatch(SUBSCRIBED, List.of(EVE))).isEmpty();
  }

  @Test
  void aPushForSubscribersReachesNobodyElse() {
    contacts.watched(List.of(offline(BOB, 1)));
    assertThat(contacts.push(explicit(online(BOB, 5)))).isEqualTo(Verdict.NOT_WATCHED);
    assertThat(contacts.push(explicit(online(EVE, 5)))).isEqualTo(Verdict.NOT_WATCHED);
    assertThat(contacts.snapshotDone()).isEmpty();
    assertThat(contacts.push(explicit(online(EVE, 5)))).isEqualTo(Verdict.NOT_WATCHED);
    assertThat(contacts.push(push(online(BOB, 5)))).isEqualTo(Verdict.SEND);
  }

  @Test
  void theSameChangeForTheAudienceAndForSubscribersIsToldOnce() {
    contacts.watched(List.of(offline(BOB, 1)));
    contacts.snapshotDone();
    contacts.watch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.push(explicit(online(BOB, 5)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(push(online(BOB, 5)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(offline(BOB, 6)))).isEqualTo(Verdict.SEND);
    assertThat(contacts.push(explicit(offline(BOB, 6)))).isEqualTo(Verdict.OLD);
  }

  @Test
  void whoIsWatchedForTwoReasonsIsWatchedUntilBothAreGone() {
    WatchReason room = WatchReason.room();
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    assertThat(subscriptions.watch(room, List.of(BOB, EVE))).containsOnly(BOB, EVE);
    subscriptions.watched(List.of(offline(BOB, 1), offline(EVE, 1)));
    assertThat(subscriptions.unwatch(room, List.of(BOB, EVE))).containsExactly(EVE);
    assertThat(subscriptions.push(explicit(online(BOB, 2)))).isEqualTo(Verdict.SEND);
    assertThat(subscriptions.unwatch(SUBSCRIBED, List.of(BOB))).containsExactly(BOB);
    assertThat(subscriptions.explicit()).isEmpty();
  }

  @Test
  void unsubscribingDuringTheSnapshotLosesNoPushToTheAudience() {
    contacts.watch(SUBSCRIBED, List.of(BOB));
    Push push = push(online(BOB, 5));
    contacts.push(explicit(online(BOB, 5)));
    assertThat(contacts.push(push)).isEqualTo(Verdict.PARKED);
    contacts.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.watched(List.of(offline(BOB, 4)))).containsExactly(push);
  }

  @Test
  void aContactOfAVeryLargeAudienceIsLiveOnlyWhileWatchedOrOnceItIsSmaller() {
    PresenceView pulled = view(BOB, Status.ONLINE, 5, false);
    contacts.watched(List.of(pulled));
    contacts.snapshotDone();
    assertThat(contacts.live(BOB, Reach.PULLED)).isFalse();
    assertThat(contacts.mayBeTold(BOB)).isTrue();
    assertThat(contacts.mayBeLive(BOB)).isFalse();
    contacts.versions(
        null,
        (subject, version) -> fail("repair holds nobody to what is not promised: " + subject));
    PresenceView later = view(BOB, Status.OFFLINE, 6, false);
    assertThat(contacts.correct(later, Reach.PULLED, UNTOLD)).isEqualTo(Corrected.SAME);

    contacts.watch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.live(BOB, Reach.PULLED)).isTrue();
    contacts.watched(List.of(online(BOB, 7)));
    assertThat(contacts.push(explicit(offline(BOB, 8)))).isEqualTo(Verdict.SEND);
    contacts.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.mayBeTold(BOB)).isTrue();
    assertThat(contacts.mayBeLive(BOB)).isFalse();
    assertThat(contacts.correct(view(BOB, Status.ONLINE, 9, false), Reach.PULLED, UNTOLD))
        .isEqualTo(Corrected.SAME);

    PresenceView smaller = offline(BOB, 10);
    assertThat(contacts.correct(smaller, Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SEND);
    contacts.remember(smaller, Reach.PUSHED);
    assertThat(contacts.push(push(online(BOB, 11)))).isEqualTo(Verdict.SEND);
    PresenceView larger = view(BOB, Status.ONLINE, 12, false);
    assertThat(contacts.correct(larger, Reach.PULLED, UNTOLD)).isEqualTo(Corrected.SEND);
    contacts.remember(larger, Reach.PULLED);
    assertThat(contacts.push(push(online(BOB, 11)))).as("from before").isEqualTo(Verdict.OLD);
    PresenceView parted = view(BOB, Status.OFFLINE, 13, false);
    assertThat(contacts.correct(parted, Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.SAME);
    assertThat(contacts.isTold(BOB)).isFalse();
  }

  @Test
  void aWatchedContactGoesOnAsAContact() {
    contacts.watched(List.of(online(BOB, 1)));
    contacts.snapshotDone();
    contacts.watch(SUBSCRIBED, List.of(BOB));
    contacts.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.mayBeLive(BOB)).isTrue();
    contacts.watch(SUBSCRIBED, List.of(BOB));
    contacts.live(BOB, Reach.STRANGER);
    contacts.unwatch(SUBSCRIBED, List.of(BOB));
    assertThat(contacts.isTold(BOB)).as("unfriended meanwhile").isFalse();
  }

  @Test
  void aCorrectionWaitsForTheEndOfTheSnapshotWhateverItSays() {
    PresenceView parted = view(BOB, Status.OFFLINE, 5, false);
    assertThat(contacts.correct(parted, Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.LATER);
    contacts.watched(List.of(online(BOB, 4)));
    assertThat(contacts.correct(parted, Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.SEND);
  }

  @Test
  void anAnswerMovesTheVersionOfThoseWhoAreWatchedOnly() {
    contacts.watched(List.of(offline(BOB, 1)));
    contacts.snapshotDone();
    contacts.answered(List.of(online(BOB, 5), online(EVE, 5)));
    assertThat(contacts.push(push(online(BOB, 5)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.push(push(online(EVE, 4)))).isEqualTo(Verdict.SEND);
  }

  @Test
  void whatWasReadBeforeSomebodyLeftDoesNotBringThemBack() {
    contacts.watched(List.of(online(BOB, 1)));
    contacts.snapshotDone();
    contacts.remember(view(BOB, Status.OFFLINE, 13, false), Reach.STRANGER);
    assertThat(contacts.correct(online(BOB, 12), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.LATER);
    assertThat(contacts.correct(online(BOB, 12), Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.SAME);
    assertThat(contacts.correct(online(BOB, 12), Reach.PUSHED, 13))
        .as("read after they left, by a node whose clock is behind")
        .isEqualTo(Corrected.SEND);
    assertThat(contacts.versionAfter(BOB, 12)).as("newer than their leaving").isEqualTo(14);
    assertThat(contacts.correct(online(BOB, 14), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SEND);
  }

  @Test
  void aCorrectionThatMakesNoDifferenceIsNotNoticed() {
    contacts.watched(List.of(online(BOB, 1)));
    contacts.snapshotDone();
    assertThat(contacts.correct(online(BOB, 5), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SAME);
    contacts.push(push(offline(BOB, 2)));
    assertThat(contacts.correct(offline(BOB, 5), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SAME);
    assertThat(contacts.correct(view(EVE, Status.ONLINE, 5, false), Reach.STRANGER, UNTOLD))
        .isEqualTo(Corrected.SAME);
  }

  @Test
  void aCorrectionBeatsWhatItCorrects() {
    contacts.watched(List.of(online(BOB, 7)));
    contacts.snapshotDone();
    assertThat(contacts.correct(offline(BOB, 7), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SEND);
    assertThat(contacts.versionAfter(BOB, 7)).isEqualTo(8);
    assertThat(contacts.versionAfter(BOB, 9)).isEqualTo(9);
    assertThat(contacts.versionAfter(EVE, 9)).isEqualTo(9);
  }

  @Test
  void whatWasReadBeforeWhatWasToldCorrectsNothing() {
    contacts.watched(List.of(online(BOB, 7)));
    contacts.snapshotDone();
    assertThat(contacts.correct(offline(BOB, 6), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.LATER);
    contacts.push(push(online(BOB, 9)));
    assertThat(contacts.correct(offline(BOB, 6), Reach.PUSHED, 7))
        .as("told of something newer while it was read")
        .isEqualTo(Corrected.LATER);
    assertThat(contacts.correct(offline(BOB, 6), Reach.PUSHED, 9))
        .as("read after all that was told, by a node whose clock is behind")
        .isEqualTo(Corrected.SEND);
  }

  @Test
  void aCorrectionWaitsForTheAnswerThatIsBeingRead() {
    assertThat(contacts.correct(online(BOB, 5), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.LATER);
    assertThat(contacts.mayBeTold(BOB)).isTrue();
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    assertThat(subscriptions.correct(online(BOB, 5), Reach.PUSHED, 0)).isEqualTo(Corrected.LATER);
  }

  @Test
  void aNewContactIsWatchedAndARemovedOneIsNot() {
    contacts.snapshotDone();
    assertThat(contacts.correct(online(BOB, 5), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SEND);
    contacts.remember(online(BOB, 5), Reach.PUSHED);
    assertThat(contacts.isTold(BOB)).isTrue();
    PresenceView gone = view(BOB, Status.OFFLINE, 6, false);
    assertThat(contacts.correct(gone, Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.SEND);
    contacts.remember(gone, Reach.STRANGER);
    assertThat(contacts.isTold(BOB)).isFalse();
  }

  @Test
  void aSubscriptionOutlivesTheContact() {
    subscriptions.watch(SUBSCRIBED, List.of(BOB));
    subscriptions.watched(List.of(online(BOB, 1)));
    PresenceView gone = offline(BOB, 6);
    assertThat(subscriptions.correct(gone, Reach.STRANGER, UNTOLD)).isEqualTo(Corrected.SEND);
    subscriptions.remember(gone, Reach.STRANGER);
    assertThat(subscriptions.correct(online(BOB, 7), Reach.PUSHED, UNTOLD))
        .isEqualTo(Corrected.SEND);
    assertThat(subscriptions.correct(online(EVE, 7), Reach.PUSHED, UNTOLD))
        .isEqualTo(Corrected.SAME);
  }

  @Test
  void aPushFromBeforeSomebodyLeftDoesNotBringThemBack() {
    contacts.watched(List.of(online(BOB, 10)));
    contacts.snapshotDone();
    contacts.remember(view(BOB, Status.OFFLINE, 20, false), Reach.STRANGER);
    assertThat(contacts.push(push(online(BOB, 15)))).isEqualTo(Verdict.OLD);
    assertThat(contacts.isTold(BOB)).isFalse();
    assertThat(contacts.correct(online(BOB, 25), Reach.PUSHED, UNTOLD)).isEqualTo(Corrected.SEND);
    assertThat(contacts.push(push(online(BOB, 21)))).as("a contact again").isEqualTo(Verdict.SEND);
  }
}
