package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.store.NodeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers say of their memory. */
@Timeout(10)
class RedisMemoryTest {
  @Test
  void readsWhatRedisSays() {
    assertThat(
            RedisMemory.parse(
                "a:1",
                "# Memory\r\nused_memory:1024\r\nused_memory_human:1.00K\r\nmaxmemory:4096\r\nmaxmemory_policy:noeviction\r\n"))
        .contains(new NodeMemory("a:1", 1_024, 4_096, false));
  }

  @Test
  void everyOtherPolicyForgetsPeople() {
    for (String policy : new String[] {"volatile-lru", "allkeys-random", "volatile-ttl"}) {
      assertThat(RedisMemory.parse("a:1", "used_memory:1\nmaxmemory:0\nmaxmemory_policy:" + policy))
          .as(policy)
          .contains(new NodeMemory("a:1", 1, 0, true));
    }
  }

  @Test
  void whatSaysNothingOfItsMemoryHasNone() {
    assertThat(RedisMemory.parse("a:1", "# Memory\r\nmaxmemory:4096\r\n")).isEmpty();
    assertThat(RedisMemory.parse("a:1", "")).isEmpty();
  }
}
