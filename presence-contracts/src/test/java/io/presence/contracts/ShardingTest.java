package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which shard a user belongs to: written into every key, so it can never change. */
class ShardingTest {

  @Test
  void isCrc32ModuloShards() {
    // The check value of CRC-32: cbf43926 for "123456789".
    UserId user = new UserId("123456789");
    assertThat(new Sharding(256).shardOf(user)).isEqualTo(new ShardId(0x26));
    assertThat(new Sharding(1000).shardOf(user)).isEqualTo(new ShardId((int) (0xcbf43926L % 1000)));
  }

  @Test
  void spreadsUsersEvenly() {
    long[] users = new long[16];
    IntStream.range(0, 16_000)
        .forEach(i -> users[new Sharding(16).shardOf(new UserId("user-" + i)).index()]++);
    for (long count : users) {
      assertThat(count).isBetween(800L, 1_200L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 999, 1000})
  void aDeploymentHasOneToAThousandShards(int shards) {
    assertThat(new Sharding(shards).all()).hasSize(shards).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1001})
  void otherNumbersAreRefused(int shards) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sharding(shards))
        .withMessage("PRESENCE_SHARDS must be 1-1000, got " + shards);
  }

  @Test
  void theTagHasThreeDigits() {
    assertThat(new ShardId(7).tag()).isEqualTo("{s007}");
    assertThat(new ShardId(255).tag()).isEqualTo("{s255}");
  }

  @Test
  void shardsAndGatewaysMapOntoPartitions() {
    assertThat(Sharding.changesPartition(new ShardId(13), 12)).isEqualTo(1);
    assertThat(Sharding.deliveriesPartition(new GatewayId("123456789"), 16))
        .isEqualTo((int) (0xcbf43926L % 16));
  }
}
