package io.presence.gateway.session;

import io.presence.contracts.DeviceType;
import io.presence.contracts.LastSeenApprox;
import io.presence.contracts.PresenceView;
import io.presence.contracts.VisibleStatus;
import io.presence.contracts.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * A view without its version, in 64 bits: equal for views that tell the viewer the same. The last
 * seen of somebody online moves all the time and is not news; that it may be seen is.
 */
final class Projection {
  /** No time: in place of the last seen of somebody who is there. */
  private static final long THERE = -2;

  private Projection() {}

  static long of(PresenceView view) {
    long bits = view.status().word().hashCode() * 2L + (view.live() ? 1 : 0);
    boolean offline = view.status() == VisibleStatus.OFFLINE;
    @Nullable WireTime lastSeen = view.lastSeen();
    long seenAt = lastSeen == null ? -1 : offline ? lastSeen.epochMillis() : THERE;
    bits = mix(bits, seenAt);
    @Nullable LastSeenApprox about = view.lastSeenApprox();
    long seenAbout = about == null ? -1 : offline ? about.word().hashCode() : THERE;
    bits = mix(bits, seenAbout);
    String message = view.customMessage();
    bits = mix(bits, message == null ? -1 : message.length());
    if (message != null) {
      for (int i = 0; i < message.length(); i++) {
        bits = mix(bits, message.charAt(i));
      }
    }
    for (DeviceType type : view.deviceTypes()) {
      bits = mix(bits, type.word().hashCode());
    }
    return bits;
  }

  /** The finalizer of SplitMix64 over the sum: every bit of both reaches every bit. */
  private static long mix(long bits, long next) {
    long z = bits * 31 + next + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
