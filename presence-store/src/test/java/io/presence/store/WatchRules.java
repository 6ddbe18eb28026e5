package io.presence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which gateways watch whom. */
public interface WatchRules extends StoreFixture {
  Duration LEASE = SETTINGS.watchLease();

  @Test
  default void aGatewayIsFoundForAsLongAsItWatches() {
    Watches watches = store().watches();
    assertThat(watches.watching(List.of(ANN, BOB))).isEmpty();
    assertThat(watches.watch(GATEWAY, List.of(ANN, BOB, ANN))).containsOnly(ANN, BOB);
    assertThat(secondStore().watches().watch(OTHER_GATEWAY, List.of(ANN))).containsOnly(ANN);
    assertThat(secondStore().watches().watching(List.of(ANN, BOB, new UserId("nobody"))))
        .isEqualTo(Map.of(ANN, Set.of(GATEWAY, OTHER_GATEWAY), BOB, Set.of(GATEWAY)));
    watches.unwatch(GATEWAY, List.of(ANN, BOB, new UserId("nobody")));
    watches.unwatch(GATEWAY, List.of(ANN));
    assertThat(watches.watching(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, Set.of(OTHER_GATEWAY)));
    assertThat(watches.watch(GATEWAY, List.of(ANN))).as("after its end").containsOnly(ANN);
  }

  @Test
  default void aWatchThatIsNotRefreshedEnds() {
    Watches watches = store().watches();
    watches.watch(GATEWAY, List.of(ANN));
    watches.watch(OTHER_GATEWAY, List.of(ANN, BOB));
    advance(LEASE.minus(SLACK));
    assertThat(watches.watch(GATEWAY, List.of(ANN))).as("no gap").isEmpty();
    assertThat(watches.watching(List.of(ANN)).get(ANN)).hasSize(2);
    advance(SLACK);
    assertThat(watches.watching(List.of(ANN, BOB))).isEqualTo(Map.of(ANN, Set.of(GATEWAY)));
    assertThat(watches.watch(OTHER_GATEWAY, List.of(ANN, BOB)))
        .as("whoever was late has missed something")
        .containsOnly(ANN, BOB);
    advance(LEASE);
    assertThat(watches.watching(List.of(ANN, BOB))).isEmpty();
  }

  @Test
  default void manyAreWatchedAndFoundAtOnce() {
    List<UserId> many = IntStream.range(0, 1_001).mapToObj(i -> new UserId("u" + i)).toList();
    assertThat(store().watches().watch(GATEWAY, many)).hasSize(1_001);
    assertThat(store().watches().watching(many)).hasSize(1_001);
    store().watches().unwatch(GATEWAY, many);
    assertThat(store().watches().watching(many)).isEmpty();
    assertThat(store().watches().watching(List.of())).isEmpty();
  }
}
