package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.SessionId;
import io.presence.local.servers.TestServers;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MemoryIT {
  @Test
  void aWorkerShowsHowFullRedisIs() throws Exception {
    URI redis = URI.create(TestServers.redisUri());
    String node = redis.getHost() + ":" + redis.getPort();
    try (FakeFriendGraph graph = new FakeFriendGraph();
        Worker worker = Worker.start(graph, "memory-" + SessionId.random(), Map.of())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(worker.gauge("presence.redis.memory.used", "node", node))
                  .isGreaterThan(100_000));
      assertThat(worker.gauge("presence.redis.evicts", "node", node)).isZero();
    }
  }
}
