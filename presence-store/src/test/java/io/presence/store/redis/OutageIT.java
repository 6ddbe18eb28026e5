package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.presence.store.PresenceStore;
import io.presence.store.StoreFixture;
import io.presence.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis goes away and comes back. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OutageIT {
  @Test
  void callsFailAtOnceAndWorkAgainWhenRedisIsBack() throws Exception {
    try (TestRedis server = new TestRedis()) {
      Assumptions.assumeTrue(server.isOwn(), "a server that is given is not stopped");
      PresenceStore store = server.open(StoreFixture.SETTINGS);
      assertThat(store.reader().countOnline()).isZero();

      server.stop();

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThatThrownBy(() -> store.reader().read(List.of(StoreFixture.ANN)))
                  .isInstanceOf(StoreUnavailableException.class));
      long before = System.nanoTime();
      assertThatThrownBy(() -> store.reader().read(List.of(StoreFixture.ANN)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(RedisNodes.TIMEOUT.plusSeconds(1));

      server.start();

      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
          .untilAsserted(() ->
              assertThat(store.reader().read(List.of(StoreFixture.ANN)))
                  .containsKey(StoreFixture.ANN));
    }
  }
}
