package io.presence.store;

import static io.presence.store.StoreFixture.active;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.heard;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who has changed lately. */
public interface RecentRules extends StoreFixture {
  @Test
  default void aReadTellsWhoHasChangedSinceTheOneBefore() {
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(10));
    Map<ShardId, Long> since = new HashMap<>();
    SETTINGS.sharding().all().forEach(shard -> since.put(shard, ChangeTail.NOW));
    assertThat(changedSince(since)).isEmpty();
    advance(Duration.ofSeconds(1));
    apply(connected(BOB, S2, PHONE));
    apply(heard(ANN, S1, Duration.ZERO));
    apply(active(ANN, S1, Duration.ZERO));
    advance(Duration.ofMillis(10));
    assertThat(changedSince(since)).as("who was only heard has not changed").containsExactly(BOB);
    advance(Duration.ofSeconds(1));
    assertThat(changedSince(since)).isEmpty();
    apply(set(ANN, S1, Status.BUSY));
    apply(set(ANN, S1, Status.AWAY));
    advance(Duration.ofMillis(10));
    assertThat(changedSince(since)).containsExactly(ANN);
  }

  @Test
  default void aReadSaysHowLongAgoItWas() {
    Map<ShardId, Long> since = Map.of(shardOf(ANN), now() - 60_000);
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofSeconds(20));
    var changed = recent(since, 10).changes().getFirst();
    assertAgo(now() - changed.ageMillis(), Duration.ofSeconds(20));
  }

  @Test
  default void aPageEndsWhereTheNextOneBegins() {
    ShardId shard = shardOf(ANN);
    List<UserId> users =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(i -> new UserId("u" + i))
            .filter(user -> shardOf(user).equals(shard))
            .limit(5)
            .toList();
    long begin = now();
    for (UserId user : users) {
      apply(connected(user, S1, PHONE));
      advance(Duration.ofMillis(50));
    }
    java.util.Set<UserId> read = new java.util.LinkedHashSet<>();
    long since = begin - 1_000;
    for (int page = 0; page < 5; page++) {
      var recent = recent(Map.of(shard, since), 2);
      assertThat(recent.gap()).isFalse();
      recent.changes().forEach(changed -> read.add(changed.user()));
      since = recent.next();
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(users);
  }

  @Test
  default void whatWasForgottenSinceTheReadBeforeIsAGap() {
    long since = now() + advanced();
    advance(Duration.ofMillis(ChangeTail.KEPT_MILLIS).minus(SLACK));
    assertThat(recent(Map.of(shardOf(ANN), since - advanced()), 10).gap()).isFalse();
    advance(SLACK.multipliedBy(2));
    assertThat(recent(Map.of(shardOf(ANN), since - advanced()), 10).gap()).isTrue();
  }

  @Test
  default void versionsAreThoseOfTheLastChanges() {
    apply(connected(ANN, S1, PHONE));
    PresenceChanged last = Objects.requireNonNull(change(set(ANN, S1, Status.BUSY)));
    assertThat(store().changeTail().versions(List.of(ANN, BOB)))
        .containsExactly(Map.entry(ANN, last.version()));
  }

  private static ShardId shardOf(UserId user) {
    return SETTINGS.sharding().shardOf(user);
  }

  private ChangeTail.Recent recent(Map<ShardId, Long> since, int limit) {
    return store().changeTail().read(since, limit).getFirst();
  }

  /** Reads on; what was read so far has moved into the past with the rest of the store. */
  private List<UserId> changedSince(Map<ShardId, Long> since) {
    Map<ShardId, Long> shifted = new HashMap<>();
    since.forEach(
        (shard, from) -> shifted.put(shard, from == ChangeTail.NOW ? from : from - advanced()));
    List<ChangeTail.Recent> read = store().changeTail().read(shifted, 100);
    read.forEach(recent -> since.put(recent.shard(), recent.next() + advanced()));
    return read.stream()
        .flatMap(recent -> recent.changes().stream())
        .map(ChangeTail.Changed::user)
        .sorted()
        .toList();
  }
}
