package io.presence.gateway.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.store.ChangeLedger;
import io.presence.store.ChangeTail;
import io.presence.store.Deadlines;
import io.presence.store.Epochs;
import io.presence.store.Gateways;
import io.presence.store.GraphVersions;
import io.presence.store.Inspection;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import io.presence.store.RoomWatches;
import io.presence.store.Sessions;
import io.presence.store.StoreUnavailableException;
import io.presence.store.Watches;
import io.presence.web.limit.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of questions, and what each answer means, with peers that note who was asked. */
class LookupTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");
  private static final PersonState ONLINE = new PersonState(Status.ONLINE, null, List.of(), 70);

  private final List<String> asked = new ArrayList<>();
  private final Map<UserId, PresenceReader.Reading> readings = new HashMap<>();
  private final Map<UserId, Sight> sights = new HashMap<>();
  private final Map<UserId, LastSeen> kept = new HashMap<>();
  private @Nullable RuntimeException storeFails;
  private @Nullable RuntimeException graphFails;
  private @Nullable RuntimeException lastSeenFails;
  private final Map<UserId, Long> versions = new HashMap<>();
  private Runnable afterSights = () -> {};
  private Runnable afterState = () -> {};

  private final Lookup lookup =
      new Lookup(
          new ReadOnly(),
          new Graph(),
          new LastSeenLookup(this::lastSeen),
          new LookupMetrics(new SimpleMeterRegistry()),
          new Bounds(new SimpleMeterRegistry()),
          new LookupLimits(64));

  @Test
  void howManyAtOnceIsCheckedAtStart() {
    for (int wrong : new int[] {0, 10_001}) {
      assertThatThrownBy(() -> new LookupLimits(wrong))
          .hasMessageContainingAll("PRESENCE_LOOKUPS_AT_ONCE", "1 and 10000", "got " + wrong);
    }
  }

  private void knows(UserId user, PersonState state, long asOf) {
    readings.put(user, new PresenceReader.Reading(state, asOf, asOf, true));
  }

  private void knowsNot(UserId user, long asOf) {
    readings.put(user, new PresenceReader.Reading(PersonState.UNKNOWN, 0, asOf, false));
  }

  private LastSeen.Batch lastSeen(String ids) {
    asked.add("last seen " + ids);
    fail(lastSeenFails);
    return new LastSeen.Batch(
        Arrays.stream(ids.split(","))
            .map(UserId::new)
            .filter(kept::containsKey)
            .map(kept::get)
            .toList());
  }

  private static void fail(@Nullable RuntimeException failure) {
    if (failure != null) {
      throw failure;
    }
  }

  private final class Graph implements FriendGraph {
    @Override
    public Sights.Answer sights(Sights.Question question) {
      asked.add("sights");
      fail(graphFails);
      var answer =
          new Sights.Answer(
              question.subjects().stream()
                  .map(subject ->
                      new Sights.Item(subject, sights.getOrDefault(subject, Sight.NONE), true))
                  .toList());
      afterSights.run();
      return answer;
    }

    @Override
    public Sights.ViewersAnswer viewers(Sights.ViewersQuestion question) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Sights.ContactsPage contacts(String viewer, int limit, @Nullable String after) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void theSightIsAskedBeforeTheStateThatItJudgesAndTheVersionsAroundBoth() throws Exception {
    knows(BOB, ONLINE, 100);
    sights.put(BOB, Sight.FULL);
    Found found = lookup.look(ANN, List.of(BOB));
    assertThat(asked).containsExactly("versions", "sights", "state", "versions");
    assertThat(found.seen()).containsExactly(new Seen(BOB, Sight.FULL, true, ONLINE, 100));
    assertThat(found.missing()).isEmpty();
  }

  @Test
  void lastSeenIsAskedOnlyOfThoseWhomTheStoreDoesNotKnowAndTheViewerMaySee() throws Exception {
    UserId hidden = new UserId("hidden");
    UserId unseen = new UserId("unseen");
    knows(BOB, ONLINE, 100);
    knowsNot(EVE, 100);
    knowsNot(hidden, 100);
    knowsNot(unseen, 100);
    sights.put(BOB, Sight.FULL);
    sights.put(EVE, Sight.FULL);
    sights.put(unseen, Sight.STATUS_ONLY);
    kept.put(EVE, new LastSeen(EVE, 42, 99, HandSet.NOTHING));
    Found found = lookup.look(ANN, List.of(hidden, EVE, BOB, unseen));
    assertThat(asked).containsExactly("versions", "sights", "state", "versions", "last seen eve");
    assertThat(found.seen()).extracting(Seen::subject).containsExactly(hidden, EVE, BOB, unseen);
    assertThat(found.seen().get(1).state().lastSeen()).isEqualTo(42);
    assertThat(found.seen().get(0).view(true).lastSeen()).isNull();
  }

  @Test
  void aRowThatIsNewerThanTheStateIsLookedAtAgain() throws Exception {
    knowsNot(BOB, 100);
    sights.put(BOB, Sight.FULL);
    kept.put(BOB, new LastSeen(BOB, 101, 101, HandSet.NOTHING));
    // Between the state and last seen, Bob came, went, and blocked the viewer.
    afterState =
        () -> {
          sights.put(BOB, Sight.NONE);
          knowsNot(BOB, 200);
        };
    Found found = lookup.look(ANN, List.of(BOB));
    assertThat(found.seen()).singleElement().extracting(Seen::sight).isEqualTo(Sight.NONE);
  }

  @Test
  void whoNeverStopsChangingIsMissing() throws Exception {
    knowsNot(BOB, 100);
    sights.put(BOB, Sight.FULL);
    kept.put(BOB, new LastSeen(BOB, 101, 101, HandSet.NOTHING));
    assertThat(lookup.look(ANN, List.of(BOB)).missing()).containsExactly(BOB);
  }

  @Test
  void whatIsAllowedAfterTheSightWasAskedDoesNotShowWhatCameBefore() throws Exception {
    knows(BOB, ONLINE, 100);
    sights.put(BOB, Sight.NONE);
    // Bob goes invisible, and then shows himself to everyone.
    afterSights =
        () -> {
          sights.put(BOB, Sight.FULL);
          knows(BOB, new PersonState(Status.INVISIBLE, null, List.of(), 70), 200);
        };
    afterState = () -> versions.put(BOB, 1L);
    Found found = lookup.look(ANN, List.of(BOB));
    assertThat(found.seen().getFirst().view(true).status()).isEqualTo(VisibleStatus.OFFLINE);
    assertThat(found.seen().getFirst().asOf()).isEqualTo(200);
  }

  @Test
  void whatIsHiddenBeforeTheStateWasReadIsHeeded() throws Exception {
    knows(BOB, ONLINE, 100);
    knows(EVE, ONLINE, 100);
    sights.put(BOB, Sight.FULL);
    sights.put(EVE, Sight.FULL);
    afterSights =
        () -> {
          sights.put(BOB, Sight.NONE);
          versions.put(BOB, 1L);
          knows(BOB, ONLINE, 200);
        };
    Found found = lookup.look(ANN, List.of(BOB, EVE));
    assertThat(found.seen()).extracting(Seen::sight).containsExactly(Sight.NONE, Sight.FULL);
  }

  @Test
  void aStateThatStandsStillIsToldAlthoughTheGraphNeverDoes() throws Exception {
    knows(BOB, ONLINE, 100);
    sights.put(BOB, Sight.FULL);
    afterState = () -> versions.merge(BOB, 1L, Long::sum);
    Found found = lookup.look(ANN, List.of(BOB));
    assertThat(found.seen()).extracting(Seen::state).containsExactly(ONLINE);
    assertThat(found.missing()).isEmpty();
  }

  @Test
  void aStateThatMovesWithTheGraphEachTimeIsMissing() throws Exception {
    knows(BOB, ONLINE, 100);
    sights.put(BOB, Sight.FULL);
    afterSights =
        () -> {
          long next = versions.merge(BOB, 1L, Long::sum);
          knows(BOB, ONLINE, 100 + next);
        };
    assertThat(lookup.look(ANN, List.of(BOB)).missing()).containsExactly(BOB);
  }

  @Test
  void aViewerWhoseOwnGraphMovesLooksAtEverybodyAgain() throws Exception {
    knows(BOB, ONLINE, 100);
    knows(EVE, ONLINE, 100);
    sights.put(BOB, Sight.FULL);
    sights.put(EVE, Sight.FULL);
    afterSights =
        () -> {
          versions.put(ANN, 1L);
          sights.put(BOB, Sight.STATUS_ONLY);
          sights.put(EVE, Sight.STATUS_ONLY);
        };
    Found found = lookup.look(ANN, List.of(BOB, EVE));
    assertThat(found.seen()).extracting(Seen::sight).containsOnly(Sight.STATUS_ONLY);
  }

  @Test
  void withoutLastSeenOnlyThoseWhoNeedItAreMissing() throws Exception {
    knows(BOB, ONLINE, 100);
    knowsNot(EVE, 100);
    sights.put(BOB, Sight.FULL);
    sights.put(EVE, Sight.FULL);
    lastSeenFails = new HttpClientException("down");
    Found found = lookup.look(ANN, List.of(EVE, BOB));
    assertThat(found.seen()).extracting(Seen::subject).containsExactly(BOB);
    assertThat(found.missing()).containsExactly(EVE);
  }

  @Test
  void withoutStateOrSightsThereIsNoAnswer() {
    knows(BOB, ONLINE, 100);
    graphFails = new HttpClientException("down");
    assertThatThrownBy(() -> lookup.look(ANN, List.of(BOB)))
        .isInstanceOf(LookupUnavailableException.class)
        .hasMessageNotContaining("down");
    storeFails = new StoreUnavailableException("down", new IllegalStateException());
    assertThatThrownBy(() -> lookup.look(ANN, List.of(BOB)))
        .isInstanceOf(LookupUnavailableException.class)
        .hasMessageNotContaining("down");
  }

  @Test
  void whoIsMissingInAnEmptiedStoreIsUnknownToThoseWhoMaySeeThem() throws Exception {
    readings.put(BOB, new PresenceReader.Reading(PersonState.UNKNOWN, 0, 7, false, false));
    sights.put(BOB, Sight.FULL);
    assertThat(lookup.look(ANN, List.of(BOB)).missing()).containsExactly(BOB);
    sights.put(BOB, Sight.NONE);
    assertThat(lookup.look(ANN, List.of(BOB)).seen()).hasSize(1);
  }

  @Test
  void nobodyIsAskedAboutNobody() throws Exception {
    assertThat(lookup.look(ANN, List.of()).seen()).isEmpty();
    assertThat(asked).isEmpty();
  }

  private final class ReadOnly implements PresenceStore {
    @Override
    public PresenceReader reader() {
      return new PresenceReader() {
        @Override
        public Map<UserId, Reading> read(Collection<UserId> users) {
          asked.add("state");
          fail(storeFails);
          Map<UserId, Reading> read = Map.copyOf(readings);
          afterState.run();
          return read;
        }

        @Override
        public Inspection inspect(UserId user) {
          throw new UnsupportedOperationException();
        }

        @Override
        public long countOnline() {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public Sessions sessions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Deadlines deadlines() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChangeLedger ledger() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChangeTail changeTail() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Epochs epochs() {
      throw new UnsupportedOperationException();
    }

    @Override
    public GraphVersions graphVersions() {
      return new GraphVersions() {
        @Override
        public Map<UserId, Long> read(Collection<UserId> users) {
          asked.add("versions");
          Map<UserId, Long> read = new HashMap<>();
          users.forEach(user -> read.put(user, versions.getOrDefault(user, 0L)));
          return read;
        }

        @Override
        public Map<UserId, Long> bump(Collection<UserId> users) {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public Gateways gateways() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RecentChanges recentChanges() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RoomWatches roomWatches() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Watches watches() {
      throw new UnsupportedOperationException();
    }
  }
}
