package io.presence.gateway.limit;

import static io.presence.gateway.limit.ClientLimit.CALLS_PER_ADMIN;
import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.CONNECTS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.FRAMES_PER_USER;
import static io.presence.gateway.limit.ClientLimit.LOOKUPS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.LOOKUPS_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.LOOKUPS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.ROOMS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.ROOMS_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.ROOMS_PER_USER;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.STATUSES_PER_USER;
import static io.presence.gateway.limit.ClientLimit.SUBSCRIPTIONS_PER_ADDRESS;
import static io.presence.gateway.limit.ClientLimit.SUBSCRIPTIONS_PER_DEVICE;
import static io.presence.gateway.limit.ClientLimit.SUBSCRIPTIONS_PER_USER;

import io.presence.contracts.DeviceId;
import io.presence.contracts.UserId;
import io.presence.gateway.protocol.ClientFrame;
import io.presence.web.limit.Charge;
import io.presence.web.limit.RateLimits;
import io.presence.web.limit.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client may still do. It begins with an address, and learns whose it is. Every method
 * returns the refusal of the first limit that is reached, or null; what is refused uses up nothing,
 * so that a device in a loop leaves its user's other devices alone. The user is asked first, for
 * devices can be invented. Thread-safe.
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
    List<Charge> charges = new ArrayList<>(2);
    add(charges, CONNECTS_PER_USER, user, 1);
    add(charges, CONNECTS_PER_DEVICE, device, 1);
    return limits.takeAll(charges);
  }

  /** A frame came. */
  public @Nullable Refusal frame() {
    return take(FRAMES_PER_DEVICE, FRAMES_PER_USER, FRAMES_PER_ADDRESS, 1);
  }

  /** What a frame asks for, beside being one. */
  public @Nullable Refusal ask(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.UpdateStatus update -> setStatus();
      case ClientFrame.GetPresence get -> lookUp(get.userIds().size());
      case ClientFrame.SubscribePresence subscribe -> subscribe(subscribe.userIds().size());
      case ClientFrame.SubscribeRoom room -> room();
      case ClientFrame.UnsubscribeRoom room -> null;
      case ClientFrame.Authenticate authenticate -> null;
      case ClientFrame.Heartbeat heartbeat -> null;
      case ClientFrame.UnsubscribePresence unsubscribe -> null;
    };
  }

  /** A status is set; over REST not yet read, so of a device that is not yet known. */
  public @Nullable Refusal setStatus() {
    return take(STATUSES_PER_DEVICE, STATUSES_PER_USER, STATUSES_PER_ADDRESS, 1);
  }

  /**
   * The status that {@link #setStatus} was asked for turned out to be this device's. When the
   * device may set no more, its user gets theirs back, for other devices; the address has had the
   * work.
   */
  public @Nullable Refusal setStatusOf(UserId owner, @Nullable DeviceId named) {
    belongsTo(owner, named);
    String of = device;
    return of == null
        ? null
        : limits.takeAfter(
            new Charge(STATUSES_PER_USER, owner.value(), 1), STATUSES_PER_DEVICE, of);
  }

  /** A room is subscribed to, or looked up. */
  public @Nullable Refusal room() {
    return take(ROOMS_PER_DEVICE, ROOMS_PER_USER, ROOMS_PER_ADDRESS, 1);
  }

  /** So many people are subscribed to. */
  public @Nullable Refusal subscribe(int ids) {
    return take(SUBSCRIPTIONS_PER_DEVICE, SUBSCRIPTIONS_PER_USER, SUBSCRIPTIONS_PER_ADDRESS, ids);
  }

  /** So many people are looked up. */
  public @Nullable Refusal lookUp(int ids) {
    return take(LOOKUPS_PER_DEVICE, LOOKUPS_PER_USER, LOOKUPS_PER_ADDRESS, ids);
  }

  /** An admin or support asks why, ends sessions, or reads figures. */
  public @Nullable Refusal administer() {
    return take(CALLS_PER_ADMIN, user);
  }

  private @Nullable Refusal take(
      ClientLimit ofDevice, ClientLimit ofUser, ClientLimit ofAddress, int permits) {
    List<Charge> charges = new ArrayList<>(3);
    add(charges, ofUser, user, permits);
    add(charges, ofAddress, address, permits);
    add(charges, ofDevice, device, permits);
    return limits.takeAll(charges);
  }

  private static void add(
      List<Charge> charges, ClientLimit limit, @Nullable String owner, int permits) {
    if (owner != null && permits > 0) {
      charges.add(new Charge(limit, owner, permits));
    }
  }

  private @Nullable Refusal take(ClientLimit limit, @Nullable String owner) {
    return owner == null ? null : limits.take(limit, owner);
  }
}
