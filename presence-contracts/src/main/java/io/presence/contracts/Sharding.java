package io.presence.contracts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Which shard a user belongs to: {@code crc32(user_id) mod shards}. Every process of a deployment
 * must use the same number.
 *
 * @param shards how many, 1-1000
 */
public record Sharding(int shards) {
  public static final int DEFAULT_SHARDS = 256;

  public Sharding {
    if (shards < 1 || shards > 1000) {
      throw new IllegalArgumentException("PRESENCE_SHARDS must be 1-1000, got " + shards);
    }
  }

  public ShardId shardOf(UserId user) {
    return new ShardId((int) (crc32(user.value()) % shards));
  }

  /** Where it is noted who watches the room, and whose owner counts it. */
  public ShardId shardOf(RoomId room) {
    return new ShardId((int) (crc32(room.value()) % shards));
  }

  /** All shards, in order. */
  public List<ShardId> all() {
    return IntStream.range(0, shards).mapToObj(ShardId::new).toList();
  }

  /**
   * The partition of {@code presence.changes} that carries this shard: {@code shard mod
   * partitions}, so that one worker sees all changes of a user and owns the shard's deadlines.
   */
  public static int changesPartition(ShardId shard, int partitions) {
    return shard.index() % partitions;
  }

  /**
   * The partition of {@code presence.deliveries} that a gateway reads: {@code crc32(incarnation)
   * mod partitions}.
   */
  public static int deliveriesPartition(GatewayId gateway, int partitions) {
    return (int) (crc32(gateway.value()) % partitions);
  }

  private static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
