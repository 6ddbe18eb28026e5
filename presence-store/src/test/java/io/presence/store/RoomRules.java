package io.presence.store;

import static io.presence.store.StoreFixture.closed;
import static io.presence.store.StoreFixture.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who watches which room, and what changed lately. */
public interface RoomRules extends StoreFixture {
  RoomId LOBBY = new RoomId("lobby:1");
  RoomId HALL = new RoomId("hall");

  @Test
  default void whoWatchesIsKnownUntilTheirLeaseIsOver() {
    RoomWatches watches = store().roomWatches();
    watches.watch(LOBBY, GATEWAY, List.of(ANN, BOB));
    watches.watch(LOBBY, OTHER_GATEWAY, List.of(ANN));
    assertThat(secondStore().roomWatches().watchers(LOBBY))
        .isEqualTo(Map.of(GATEWAY, Set.of(ANN, BOB), OTHER_GATEWAY, Set.of(ANN)));
    watches.unwatch(LOBBY, GATEWAY, BOB);
    watches.unwatch(LOBBY, GATEWAY, BOB);
    advance(Duration.ofMillis(RoomWatches.LEASE_MILLIS).minus(SLACK));
    watches.watch(LOBBY, GATEWAY, List.of(ANN));
    advance(SLACK.multipliedBy(2));
    assertThat(watches.watchers(LOBBY)).isEqualTo(Map.of(GATEWAY, Set.of(ANN)));
    advance(Duration.ofMillis(RoomWatches.LEASE_MILLIS));
    assertThat(watches.watchers(LOBBY)).isEmpty();
  }

  @Test
  default void watchedRoomsAreFoundByTheirShard() {
    RoomWatches watches = store().roomWatches();
    watches.watch(LOBBY, GATEWAY, List.of(ANN));
    watches.ask(HALL, GATEWAY, BOB);
    List<ShardId> all = SETTINGS.sharding().all();
    assertThat(watches.watched(all)).containsExactlyInAnyOrder(LOBBY, HALL);
    for (ShardId shard : all) {
      boolean its = SETTINGS.sharding().shardOf(LOBBY).equals(shard);
      assertThat(watches.watched(List.of(shard)).contains(LOBBY)).isEqualTo(its);
    }
    advance(Duration.ofMillis(RoomWatches.LEASE_MILLIS));
    assertThat(watches.watched(all)).isEmpty();
  }

  @Test
  default void whoAsksWatchesAndIsHeardForAWhile() {
    long before = store().recentChanges().now();
    long at = store().roomWatches().ask(LOBBY, GATEWAY, ANN);
    List<RoomWatches.Ask> asked = secondStore().roomWatches().asked(before);
    assertThat(asked).containsExactly(new RoomWatches.Ask(LOBBY, GATEWAY, ANN, at));
    assertThat(store().roomWatches().watchers(LOBBY)).isEqualTo(Map.of(GATEWAY, Set.of(ANN)));
    assertThat(store().roomWatches().asked(asked.getFirst().at() + 1)).isEmpty();
  }

  @Test
  default void onlySoManyViewersAreWrittenAtOnce() {
    List<UserId> most =
        IntStream.range(0, RoomWatches.MAX_VIEWERS).mapToObj(i -> new UserId("u" + i)).toList();
    store().roomWatches().watch(LOBBY, GATEWAY, most);
    assertThat(store().roomWatches().watchers(LOBBY).get(GATEWAY)).hasSize(most.size());
    List<UserId> more =
        IntStream.rangeClosed(0, RoomWatches.MAX_VIEWERS)
            .mapToObj(i -> new UserId("u" + i))
            .toList();
    assertThatThrownBy(() -> store().roomWatches().watch(LOBBY, GATEWAY, more))
        .hasMessageContaining("500")
        .hasMessageContaining("501");
  }

  @Test
  default void whoChangedLatelyIsTold() {
    RecentChanges recent = store().recentChanges();
    long before = recent.now();
    assertThat(recent.states(before)).isEmpty();
    apply(connected(ANN, S1, PHONE));
    assertThat(recent.states(before)).containsOnlyKeys(ANN);
    assertThat(recent.statuses(List.of(ANN, BOB)))
        .isEqualTo(Map.of(ANN, Status.ONLINE, BOB, Status.OFFLINE));
    advance(Duration.ofSeconds(5));
    long later = recent.now();
    assertThat(recent.states(later)).isEmpty();
    apply(closed(ANN, S1));
    assertThat(recent.states(later)).containsOnlyKeys(ANN);
    assertThat(recent.statuses(List.of(ANN))).isEqualTo(Map.of(ANN, Status.OFFLINE));
    assertThat(recent.graphs(before)).isEmpty();
  }

  @Test
  default void whoseGraphChangedLatelyIsTold() {
    RecentChanges recent = store().recentChanges();
    long before = recent.now();
    store().graphVersions().bump(List.of(ANN, BOB));
    assertThat(recent.graphs(before)).containsOnlyKeys(ANN, BOB);
    assertThat(recent.states(before)).isEmpty();
    advance(RecentChanges.KEPT);
    store().graphVersions().bump(List.of(BOB));
    assertThat(recent.graphs(0)).containsKey(BOB);
  }
}
