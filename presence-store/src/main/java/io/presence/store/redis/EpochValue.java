package io.presence.store.redis;

import org.jspecify.annotations.Nullable;

/**
 * What the key {@code epoch} of a shard says: {@code <ms>:new}, or {@code <ms>:emptied} when
 * somebody remembered an earlier one.
 *
 * @param begun when, by the node's clock; also its name
 */
record EpochValue(long begun, boolean emptied) {
  private static final String EMPTIED = ":emptied";

  static EpochValue parse(String value) {
    return new EpochValue(
        Long.parseLong(value.substring(0, value.indexOf(':'))), value.endsWith(EMPTIED));
  }

  /**
   * How long missing means unknown.
   *
   * @param value null when the shard says nothing: it has just been emptied, or nobody uses it yet
   */
  static long uncertainMillis(@Nullable String value, long now, long ttlMillis) {
    if (value == null) {
      return ttlMillis;
    }
    EpochValue epoch = parse(value);
    // The time may have been read before the shard began.
    return epoch.emptied ? Math.clamp(epoch.begun + ttlMillis - now, 0, ttlMillis) : 0;
  }
}
