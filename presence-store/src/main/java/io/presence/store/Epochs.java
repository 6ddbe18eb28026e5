package io.presence.store;

/**
 * Tells a store that was emptied from one that never held anything, so that what is missing in it
 * is not taken for gone: for one TTL after it was emptied nobody who is missing counts as offline,
 * since sessions come back with their next renewals.
 *
 * <p>Every shard says when it began. Whoever finds that missing writes it, and says whether they
 * remember an earlier beginning: only then was the shard emptied.
 */
public interface Epochs {
  /**
   * Looks at every shard, and writes what is missing. To be called about once a second.
   *
   * @throws StoreUnavailableException when no shard answers
   */
  Look look();

  /**
   * What a look has found.
   *
   * @param uncertainMillis how long missing still means unknown, in the shard where that is
   *     longest; 0 when it means offline everywhere
   * @param anew whether a shard has begun anew since the look before
   * @param whole whether every shard has answered
   */
  record Look(long uncertainMillis, boolean anew, boolean whole) {
    /** Every shard has answered. */
    public Look(long uncertainMillis, boolean anew) {
      this(uncertainMillis, anew, true);
    }
  }
}
