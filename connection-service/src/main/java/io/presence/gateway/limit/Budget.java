package io.presence.gateway.limit;

import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_USER;
import static io.presence.gateway.limit.ClientLimit.LOOKUPS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.LOOKUPS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.ROOMS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.ROOMS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_USER;
import static io.presence.gateway.limit.ClientLimit.SUBSCRIPTIONS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.SUBSCRIPTIONS_PER_USER;

import io.presence.contracts.DeviceId;
import io.presence.contracts.UserId;
import io.presence.gateway.protocol.ClientFrame;
import io.presence.web.limit.RateLimits;
import io.presence.web.limit.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What one client may still do. It begins with an address, and learns whose it is. Every method
 * returns the refusal of the first limit that is reached, or null. Thread-safe.
 */
public final class Budget {
  private final RateLimits limits;
  private final String address;
  private volatile @Nullable String user;
  private volatile @Nullable String device;

  Budget(RateLimits limits, String address) {
    this.limits = limits;
    this.address = address;
  }

  /**
   * @param named the device as the client named it; null when it has none to be known by
   */
  public void belongsTo(UserId owner, @Nullable DeviceId named) {
    user = owner.value();
    // A comma is in no id.
    device = named == null ? null : owner.value() + "," + named.value();
  }

  /** A socket opens. */
  public @Nullable Refusal open() {
    return limits.take(CONNECTS_PER_ADDRESS, address);
  }

  /** A user's session begins on it. */
  public @Nullable Refusal begin() {
    Refusal refusal = take(CONNECTS_PER_USER, user, 1);
    return refusal != null ? refusal : take(CONNECTS_PER_DEVICE, device, 1);
  }

  /** A frame came. */
  public @Nullable Refusal frame() {
    Refusal refusal = take(FRAMES_PER_DEVICE, device, 1);
    if (refusal == null) {
      refusal = take(FRAMES_PER_USER, user, 1);
    }
    return refusal != null ? refusal : take(FRAMES_PER_ADDRESS, address, 1);
  }

  /** What a frame asks for, beside being one. */
  public @Nullable Refusal ask(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.UpdateStatus update -> {
        Refusal refusal = take(STATUSES_PER_DEVICE, device, 1);
        if (refusal == null) {
          refusal = take(STATUSES_PER_USER, user, 1);
        }
        yield refusal != null ? refusal : take(STATUSES_PER_ADDRESS, address, 1);
      }
      case ClientFrame.GetPresence get -> lookUp(get.userIds().size());
      case ClientFrame.SubscribePresence subscribe -> subscribe(subscribe.userIds().size());
      case ClientFrame.SubscribeRoom room -> room();
      case ClientFrame.UnsubscribeRoom room -> null;
      case ClientFrame.Authenticate authenticate -> null;
      case ClientFrame.Heartbeat heartbeat -> null;
      case ClientFrame.UnsubscribePresence unsubscribe -> null;
    };
  }

  /** A room is subscribed to, or looked up. */
  public @Nullable Refusal room() {
    Refusal refusal = take(ROOMS_PER_USER, user, 1);
    return refusal != null ? refusal : take(ROOMS_PER_ADDRESS, address, 1);
  }

  /** So many people are subscribed to. */
  public @Nullable Refusal subscribe(int ids) {
    Refusal refusal = take(SUBSCRIPTIONS_PER_USER, user, ids);
    return refusal != null ? refusal : take(SUBSCRIPTIONS_PER_ADDRESS, address, ids);
  }

  /** So many people are looked up. */
  public @Nullable Refusal lookUp(int ids) {
    Refusal refusal = take(LOOKUPS_PER_USER, user, ids);
    return refusal != null ? refusal : take(LOOKUPS_PER_ADDRESS, address, ids);
  }

  private @Nullable Refusal take(ClientLimit limit, @Nullable String owner, int permits) {
    return owner == null || permits == 0 ? null : limits.take(limit, owner, permits);
  }
}
