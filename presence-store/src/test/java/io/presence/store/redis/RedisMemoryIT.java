package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.local.servers.TestServers;
import io.presence.store.NodeMemory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How full real servers say that they are. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RedisMemoryIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void oneServerSaysWhatItUsesAndWhatItMayUse() {
    try (TestRedis server = new TestRedis();
        RedisNodes nodes = new SingleRedis(RedisClients.single(), server.uri())) {
      Assumptions.assumeTrue(server.isOwn(), "a server that is given is not configured");
      RedisMemory memory = new RedisMemory(nodes);

      NodeMemory before = memory.read().getFirst();
      assertThat(before.node()).isEqualTo(RedisNodes.address(server.uri()));
      assertThat(before.usedBytes()).isGreaterThan(100_000);
      assertThat(before.evicts()).isFalse();

      server.redis().configSet("maxmemory", "123456789");
      server.redis().configSet("maxmemory-policy", "volatile-lru");
      server.redis().set("big", "x".repeat(5_000_000));

      NodeMemory after = memory.read().getFirst();
      assertThat(after.usedBytes()).isGreaterThan(before.usedBytes() + 4_000_000);
      assertThat(after.maxBytes()).isEqualTo(123_456_789);
      assertThat(after.evicts()).isTrue();
    }
  }

  @Test
  void aDeadServerIsNotKnownAndNotWaitedForLong() {
    try (TestRedis server = new TestRedis();
        RedisNodes nodes = new SingleRedis(RedisClients.single(), server.uri())) {
      Assumptions.assumeTrue(server.isOwn(), "a server that is given is not stopped");
      RedisMemory memory = new RedisMemory(nodes);
      assertThat(memory.read()).hasSize(1);

      server.stop();

      await().atMost(SOON).until(() -> memory.read().isEmpty());
      long before = System.nanoTime();
      assertThat(memory.read()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isLessThan(RedisNodes.TIMEOUT.plusSeconds(1));

      server.start();

      await().atMost(SOON).until(() -> memory.read().size() == 1);
    }
  }

  @Test
  void eachPrimaryOfAClusterSpeaksForItself() {
    String uris = TestServers.redisCluster().uris();
    try (RedisNodes nodes = RedisAddress.parse(uris).open()) {
      List<NodeMemory> read = new RedisMemory(nodes).read();
      assertThat(read)
          .extracting(NodeMemory::node)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(uris.split(",", -1)).map(uri -> uri.replace("redis://", "")).toList());
      assertThat(read).allSatisfy(node -> assertThat(node.usedBytes()).isGreaterThan(100_000));
    }
  }
}
