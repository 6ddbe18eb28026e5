package io.presence.expiry.fanout;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How changes are fanned out.
 *
 * @param broadcastGateways {@code PRESENCE_FANOUT_BROADCAST_GATEWAYS}: with up to so many living
 *     gateways each gets the whole audience and intersects it with its own sockets; with more the
 *     connection registry is asked who holds whom
 * @param audienceCacheViewers viewers in all cached audiences together
 * @param audienceFetches audiences asked for at the same time
 * @param viewersPerDelivery viewers in one record's header; more of them, more records
 * @param group the consumer group that all workers share
 */
@ConfigurationProperties("presence.fanout")
record FanOutSettings(
    @Bindable(defaultValue = "4") int broadcastGateways,
    @Bindable(defaultValue = "500000") long audienceCacheViewers,
    @Bindable(defaultValue = "32") int audienceFetches,
    @Bindable(defaultValue = "5000") int viewersPerDelivery,
    @Bindable(defaultValue = "expiry-worker") String group) {

  /** Ids of 128 characters and their commas must fit a record of 1 MiB, with a frame. */
  private static final int MAX_VIEWERS_PER_DELIVERY = 7_500;

  /** Some 100 bytes each. */
  private static final long MAX_CACHED_VIEWERS = 100_000_000;

  FanOutSettings {
    if (broadcastGateways < 0) {
      throw new IllegalArgumentException(
          "PRESENCE_FANOUT_BROADCAST_GATEWAYS must not be negative, got " + broadcastGateways);
    }
    if (viewersPerDelivery < 1 || viewersPerDelivery > MAX_VIEWERS_PER_DELIVERY) {
      throw new IllegalArgumentException(
          "presence.fanout.viewers-per-delivery must be 1-%d, got %d"
              .formatted(MAX_VIEWERS_PER_DELIVERY, viewersPerDelivery));
    }
    if (audienceCacheViewers < 1 || audienceCacheViewers > MAX_CACHED_VIEWERS) {
      throw new IllegalArgumentException(
          "presence.fanout.audience-cache-viewers must be 1-%d, got %d"
              .formatted(MAX_CACHED_VIEWERS, audienceCacheViewers));
    }
    if (audienceFetches < 1) {
      throw new IllegalArgumentException(
          "presence.fanout.audience-fetches must be at least 1, got " + audienceFetches);
    }
  }
}
