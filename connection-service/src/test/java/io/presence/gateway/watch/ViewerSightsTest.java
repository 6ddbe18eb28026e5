package io.presence.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.presence.contracts.Sharding;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.FriendGraph;
import io.presence.gateway.watch.ViewerSights.Pair;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a sight counts that was asked for once. */
class ViewerSightsTest {
  private static final UserId STAR = new UserId("star");
  private static final Pair FAN = new Pair(STAR, new UserId("fan"));

  private final PresenceStore store =
      new InMemoryPresenceStore(
          new StoreSettings(
              new Sharding(4),
              Duration.ofSeconds(30),
              Duration.ofMinutes(5),
              20,
              Duration.ofMinutes(1)),
          InstantSource.system());
  private long nanos;
  private int asked;
  private Sight allowed = Sight.FULL;
  private boolean underWay;
  private final ViewerSights sights =
      new ViewerSights(
          store, new Graph(), new WatchMetrics(new SimpleMeterRegistry()), () -> nanos);

  /** Of a change that comes after whatever was written of the two. */
  private @Nullable Sight look() {
    return sights.of(Map.of(FAN, Long.MAX_VALUE)).get(FAN);
  }

  @Test
  void aSightIsAskedForOnceWhileNothingMoves() {
    assertThat(look()).isEqualTo(Sight.FULL);
    nanos += ViewerSights.KEPT.toNanos() - 1;
    assertThat(look()).isEqualTo(Sight.FULL);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatTheDeploymentAllowsNoLongerCountsWithinAMinuteThoughNoVersionMoves() {
    assertThat(look()).isEqualTo(Sight.FULL);
    allowed = Sight.NONE;
    // However often it is looked at meanwhile.
    nanos += ViewerSights.KEPT.toNanos() / 2;
    assertThat(look()).isEqualTo(Sight.FULL);
    nanos += ViewerSights.KEPT.toNanos() / 2;
    assertThat(look()).isEqualTo(Sight.NONE);
    assertThat(ViewerSights.KEPT).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whatAPersonWritesCountsAtOnce() {
    assertThat(look()).isEqualTo(Sight.FULL);
    allowed = Sight.NONE;
    assertThat(store.graphVersions().bump(List.of(STAR))).isNotEmpty();
    assertThat(look()).isEqualTo(Sight.NONE);
  }

  /** An edit is saved, and its version not raised yet: it may be in the answer, or not. */
  @Test
  void whatIsUnderWayIsNoAnswerAndNotKept() {
    underWay = true;
    assertThat(look()).isNull();
    underWay = false;
    assertThat(look()).isEqualTo(Sight.FULL);
  }

  private final class Graph implements FriendGraph {
    @Override
    public Sights.ViewersAnswer viewers(Sights.ViewersQuestion question) {
      asked++;
      return new Sights.ViewersAnswer(
          question.subjects().stream()
              .map(one ->
                  new Sights.SightsOf(
                      one.userId(),
                      one.viewers().stream().map(viewer -> allowed).toList(),
                      underWay))
              .toList());
    }

    @Override
    public Sights.Answer sights(Sights.Question question) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Sights.ContactsPage contacts(String viewer, int limit, @Nullable String after) {
      throw new UnsupportedOperationException();
    }
  }
}
