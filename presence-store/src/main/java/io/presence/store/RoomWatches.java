package io.presence.store;

import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who watches which room through which gateway. Each entry is a lease that its gateway renews: what
 * a dead one has left goes by itself.
 */
public interface RoomWatches {
  /** How long an entry counts after it was written. Gateways renew each third of it. */
  long LEASE_MILLIS = 45_000;

  /** How long an {@link #ask} can be read. */
  long ASKED_MILLIS = 10_000;

  /** Viewers in one {@link #watch}. */
  int MAX_VIEWERS = 500;

  /**
   * These watch the room, from now on for {@link #LEASE_MILLIS}. Idempotent.
   *
   * @param viewers at most {@link #MAX_VIEWERS}
   */
  void watch(RoomId room, GatewayId gateway, Collection<UserId> viewers);

  /** This one does not any more. Idempotent. */
  void unwatch(RoomId room, GatewayId gateway, UserId viewer);

  /**
   * Watches, and asks whoever counts the room for an answer at once.
   *
   * @return when, epoch milliseconds of the node: a count as of before does not answer it
   */
  long ask(RoomId room, GatewayId gateway, UserId viewer);

  /**
   * What was asked lately; the last time only, for each.
   *
   * @param since epoch milliseconds of the node, inclusive
   */
  List<Ask> asked(long since);

  /** Rooms of these shards that somebody watches. */
  Set<RoomId> watched(Collection<ShardId> shards);

  /** Who watches the room now; entries that have lapsed are removed. */
  Map<GatewayId, Set<UserId>> watchers(RoomId room);

  /**
   * A question.
   *
   * @param at epoch milliseconds of the node
   */
  record Ask(RoomId room, GatewayId gateway, UserId viewer, long at) {}
}
