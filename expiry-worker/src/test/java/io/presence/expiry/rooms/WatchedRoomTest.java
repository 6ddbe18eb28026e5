package io.presence.expiry.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.RoomWatches;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a room becomes doubtful, who can be told beside it, and which questions are new. */
class WatchedRoomTest {
  private static final RoomId ROOM = new RoomId("lobby");
  private static final GatewayId GATEWAY = new GatewayId("gw-1");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");
  private static final UserId OUTSIDE = new UserId("outside");

  private final WatchedRoom room = new WatchedRoom(ROOM, 0);
  private long now = 1_000;

  @BeforeEach
  void load() {
    RoomPicture picture = new RoomPicture(ROOM);
    for (UserId user : List.of(ANN, BOB, EVE)) {
      picture.seat(new Rooms.Seat(user, null, false));
    }
    room.load(picture);
    room.relations(ANN, List.of(self(ANN), new Rooms.Relation(ANN, BOB, Sight.FULL)));
    room.relations(BOB, List.of(self(BOB), new Rooms.Relation(BOB, ANN, Sight.NONE)));
    room.relations(EVE, List.of(self(EVE)));
    room.relations(OUTSIDE, List.of(new Rooms.Relation(OUTSIDE, EVE, Sight.FULL)));
  }

  @Test
  void onlyMembersWhoChangedAreReadAgain() {
    room.statesChanged(Set.of(BOB, OUTSIDE));
    assertThat(room.changed).containsExactly(BOB);
  }

  @Test
  void aChangeOfTheGraphMakesTheirOwnRelationsAndThoseToThemDoubtful() {
    room.graphsChanged(Set.of(BOB));
    assertThat(room.doubtful).containsExactly(BOB);
    assertThat(room.unknown(List.of(ANN, BOB, EVE, OUTSIDE))).containsExactly(ANN, BOB);
    assertThat(room.strangers).isEmpty();
  }

  @Test
  void somebodyFromOutsideMayHaveJoined() {
    room.graphsChanged(Set.of(OUTSIDE));
    assertThat(room.doubtful).isEmpty();
    assertThat(room.strangers).containsExactly(OUTSIDE);
    assertThat(room.unknown(List.of(ANN, BOB, EVE, OUTSIDE))).containsExactly(OUTSIDE);
  }

  @Test
  void viewersFromOutsideAreAskedAboutAgainWhenSomebodyJoins() {
    room.forgetOutsiders();
    assertThat(room.unknown(List.of(ANN, BOB, EVE, OUTSIDE))).containsExactly(OUTSIDE);
  }

  @Test
  void whoHasNothingToDoWithADoubtfulMemberIsToldBesideThem() {
    pass();
    pass(BOB);
    assertThat(told(ANN, BOB, EVE, OUTSIDE)).containsExactlyInAnyOrder(EVE, OUTSIDE);
    assertThat(room.isAwaited()).as("the others go on waiting").isTrue();
    settle(BOB);
    pass();
    assertThat(told(ANN, BOB)).containsExactlyInAnyOrder(ANN, BOB);
  }

  @Test
  void nobodyIsToldOfAMemberWhoWasDoubtfulFromTheBeginningOfARound() {
    pass();
    room.begin(now);
    pass(BOB);
    assertThat(told(EVE)).isEmpty();
    settle(BOB);
    pass();
    assertThat(told(EVE)).containsExactly(EVE);
  }

  /** Bob was open and had blocked Eve; he closed, and unblocked her: she never might see him. */
  @Test
  void whatStrangersAreShownIsNothingForWhoBecameOneSince() {
    room.picture().seat(new Rooms.Seat(BOB, null, true));
    room.picture().status(BOB, Status.ONLINE);
    room.relations(EVE, List.of(self(EVE), new Rooms.Relation(EVE, BOB, Sight.NONE)));
    pass();
    assertThat(room.picture().seenBy(room.view(EVE)).online()).isZero();
    pass(BOB);
    room.picture().seat(new Rooms.Seat(BOB, null, false));
    settle(BOB);
    room.relations(EVE, List.of(self(EVE)));
    pass(BOB);
    assertThat(room.picture().seenBy(room.view(EVE)).online()).as("as strangers saw him").isOne();
    assertThat(told(EVE)).isEmpty();
    assertThat(told(OUTSIDE)).as("who was one all the time").containsExactly(OUTSIDE);
    room.picture().seat(new Rooms.Seat(BOB, null, false));
    settle(BOB);
    pass();
    assertThat(room.picture().seenBy(room.view(EVE)).online()).isZero();
    assertThat(told(EVE)).containsExactly(EVE);
  }

  /** Bob's graph changes in each pass of each round: nobody waits for him for ever. */
  @Test
  void whoIsDoubtfulForTooLongHoldsUpNobodyButThemselves() {
    room.picture().seat(new Rooms.Seat(BOB, null, true));
    room.picture().status(BOB, Status.ONLINE);
    pass();
    long begun = now;
    for (; now < begun + WatchedRoom.PATIENCE_MILLIS; now += 1_000) {
      room.begin(now);
      assertThat(toldWhilePassing()).as("after %d ms", now - begun).isEmpty();
    }
    room.begin(now);
    assertThat(toldWhilePassing()).containsExactlyInAnyOrder(ANN, EVE);
    assertThat(room.picture().seenBy(room.view(ANN)).online()).as("a contact").isZero();
    assertThat(room.picture().seenBy(room.view(EVE)).online()).as("a stranger").isZero();

    // He was not read up to date for Ann: she waits until that is done.
    settleRelated();
    pass();
    assertThat(told(ANN, EVE)).containsExactly(EVE);
    assertThat(room.picture().seenBy(room.view(EVE)).online()).as("as everybody else").isOne();
    assertThat(room.unknown(List.of(ANN))).containsExactly(ANN);
    settleRelated();
    pass();
    assertThat(told(ANN)).containsExactly(ANN);
  }

  /** In turn: none of them in every pass, and never none of them. */
  @Test
  void manyWhoAreOftenDoubtfulSilenceNobodyForEver() {
    List.of(ANN, BOB).forEach(user -> room.picture().seat(new Rooms.Seat(user, null, true)));
    pass();
    long begun = now;
    for (; now < begun + WatchedRoom.PATIENCE_MILLIS; now += 1_000) {
      assertThat(toldInARound(false)).as("after %d ms", now - begun).isEmpty();
      assertThat(toldInARound(true)).as("after %d ms", now - begun).isEmpty();
    }
    assertThat(toldInARound(false)).containsExactly(EVE);
  }

  /** A round in which Ann is always doubtful, or Bob is. */
  private Set<UserId> toldInARound(boolean bob) {
    UserId restless = bob ? BOB : ANN;
    room.begin(now);
    pass(restless);
    settle(restless);
    pass(restless);
    settle(restless);
    return told(EVE);
  }

  @Test
  void onlyWhileSomebodyWaitsItIsTooLong() {
    pass();
    room.begin(now);
    pass(BOB);
    settleRelated();
    pass();
    assertThat(told(EVE)).containsExactly(EVE);
    now += 2 * WatchedRoom.PATIENCE_MILLIS;
    room.begin(now);
    assertThat(toldWhilePassing()).isEmpty();
  }

  /** Two passes, in both of which Bob is doubtful. */
  private Set<UserId> toldWhilePassing() {
    pass(BOB);
    settleRelated();
    pass(BOB);
    settleRelated();
    return told(ANN, BOB, EVE);
  }

  /** The friend graph was asked: Ann and Bob have to do with each other as before. */
  private void settleRelated() {
    room.doubtful.remove(BOB);
    room.unknown(List.of(ANN, BOB))
        .forEach(viewer -> {
          UserId other = viewer.equals(ANN) ? BOB : ANN;
          room.relations(
              viewer, List.of(self(viewer), new Rooms.Relation(viewer, other, Sight.FULL)));
        });
  }

  /** Other rooms are told meanwhile; so it is the longer, the oftener it happens. */
  @Test
  void aRoomThatFailsIsTriedAgainLaterEachTimeWhoeverAsks() {
    room.asking.put(GATEWAY, new HashSet<>(List.of(ANN)));
    assertThat(room.isDue(now)).isTrue();
    room.failed(now, 1_000, true);
    assertThat(room.isAwaited()).isFalse();
    room.asking.put(GATEWAY, new HashSet<>(List.of(ANN)));
    assertThat(room.isDue(now + 999)).isFalse();
    assertThat(room.isDue(now + 1_000)).isTrue();
    room.failed(now, 1_000, true);
    room.asking.put(GATEWAY, new HashSet<>(List.of(ANN)));
    assertThat(room.isDue(now + 1_999)).isFalse();
    for (int i = 0; i < 100; i++) {
      room.failed(now, 1_000, true);
    }
    room.asking.put(GATEWAY, new HashSet<>(List.of(ANN)));
    assertThat(room.isDue(now + 30_000)).isTrue();
  }

  @Test
  void aRoomThatNobodyAnswersAboutIsTriedAgainSoon() {
    for (int i = 0; i < 10; i++) {
      room.failed(now, 1_000, false);
    }
    room.asking.put(GATEWAY, new HashSet<>(List.of(ANN)));
    assertThat(room.isDue(now + 1_000)).isTrue();
  }

  @Test
  void whoWatchesIsToldAtATickAndLaterIfThatCouldNotBe() {
    room.tick(Map.of(GATEWAY, Set.of(ANN)), 5_000);
    assertThat(room.isTick(4_999)).isFalse();
    assertThat(room.isTick(5_000)).isTrue();
    assertThat(room.isAwaited()).isTrue();
    room.putOff(1_000);
    assertThat(room.isAwaited()).isFalse();
    assertThat(room.isTick(1_000)).as("it was put off, not left out").isTrue();
    assertThat(room.unknown(List.of(ANN, EVE))).as("nobody else watched").containsExactly(EVE);
  }

  @Test
  void aQuestionIsNewOnceForEachTimeItWasAsked() {
    Questions questions = new Questions();
    var first = new RoomWatches.Ask(ROOM, GATEWAY, ANN, 5_000);
    var other = new RoomWatches.Ask(ROOM, GATEWAY, BOB, 5_001);
    var again = new RoomWatches.Ask(ROOM, GATEWAY, ANN, 5_200);
    assertThat(questions.fresh(List.of(first))).containsExactly(first);
    assertThat(questions.since()).isLessThan(first.at());
    assertThat(questions.fresh(List.of(first, other))).containsExactly(other);
    assertThat(questions.fresh(List.of(other, again))).containsExactly(again);
    assertThat(questions.fresh(List.of(other, again))).isEmpty();
  }

  @Test
  void somebodyIsFreshOnceForEachChange() {
    Noted noted = new Noted();
    noted.restart(10_000);
    assertThat(noted.fresh(10_500, Map.of(ANN, 10_400L, BOB, 10_500L)))
        .containsExactlyInAnyOrder(ANN, BOB);
    assertThat(noted.since()).isLessThan(10_400);
    assertThat(noted.fresh(10_600, Map.of(ANN, 10_400L, BOB, 10_500L)))
        .as("in the millisecond of the look before: there may have been another")
        .containsExactly(BOB);
    assertThat(noted.fresh(10_700, Map.of(ANN, 10_650L, BOB, 10_500L))).containsExactly(ANN);
  }

  private void pass(UserId... doubtful) {
    room.graphsChanged(List.of(doubtful));
    room.certify(now);
  }

  /** The friend graph was asked about them. */
  private void settle(UserId... users) {
    List.of(users).forEach(room.doubtful::remove);
    room.unknown(List.of(ANN, BOB))
        .forEach(viewer -> room.relations(viewer, List.of(self(viewer))));
  }

  private Set<UserId> told(UserId... waiting) {
    room.asking.put(GATEWAY, new HashSet<>(List.of(waiting)));
    return room.takeCertain(room.asking).getOrDefault(GATEWAY, Set.of());
  }

  private static Rooms.Relation self(UserId user) {
    return new Rooms.Relation(user, user, Sight.FULL);
  }
}
