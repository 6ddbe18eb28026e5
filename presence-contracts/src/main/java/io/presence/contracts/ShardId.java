package io.presence.contracts;

/**
 * One of {@code PRESENCE_SHARDS} parts of the user space; all Redis keys of a user live in the slot
 * of their shard's tag.
 */
public record ShardId(int index) implements Comparable<ShardId> {
  public ShardId {
    if (index < 0) {
      throw new IllegalArgumentException("shard index must not be negative, got " + index);
    }
  }

  /** The hash tag that pins the shard's keys to one cluster slot, for instance {@code {s042}}. */
  public String tag() {
    return "{s%03d}".formatted(index);
  }

  @Override
  public int compareTo(ShardId other) {
    return Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return tag();
  }
}
