package io.presence.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.presence.contracts.GatewayId;
import io.presence.contracts.Sharding;
import io.presence.contracts.UserId;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.TestSession;
import io.presence.gateway.session.WatchReason;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchingTest {
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          new Sharding(4), Duration.ofSeconds(30), Duration.ofMinutes(5), 20, Duration.ofDays(1));
  private static final int ROUNDS = 20_000;
  private static final List<UserId> BOB = List.of(new UserId("bob"));

  private final LocalWatchers local = new LocalWatchers();
  private final Leases leases =
      new Leases(
          new GatewayId("gateway"),
          new InMemoryPresenceStore(SETTINGS, InstantSource.system()),
          SETTINGS,
          local,
          (viewer, subjects) -> {},
          new WatchMetrics(new SimpleMeterRegistry()),
          new GatewayClock());
  private final Watching watching = new Watching(leases);
  private final Session session = TestSession.begin();

  @AfterEach
  void close() {
    leases.close();
  }

  /** Bob leaves a room with ann in it, at the moment at which her client subscribes to him. */
  @Test
  void whoeverIsWatchedForAnotherReasonMeanwhileIsWatched() throws Exception {
    WatchReason room = WatchReason.room();
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService rooms = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(watching.watch(session, room, BOB)).isNotNull();
        Future<?> left =
            rooms.submit(() -> {
              together.await();
              watching.unwatch(session, room, BOB);
              return null;
            });
        together.await();
        assertThat(watching.watch(session, WatchReason.SUBSCRIBED, BOB)).isNotNull();
        left.get();
        assertThat(local.of(BOB.getFirst())).as("round %d", i).containsExactly(session);
        watching.unwatch(session, WatchReason.SUBSCRIBED, BOB);
        assertThat(local.of(BOB.getFirst())).as("round %d", i).isEmpty();
      }
    }
  }
}
