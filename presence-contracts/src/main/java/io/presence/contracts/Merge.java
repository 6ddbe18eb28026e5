package io.presence.contracts;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merge rule: from a person's sessions and what they set by hand to one status.
 *
 * <p>In this order: invisible if they set it; else the status set by hand while any session counts;
 * else the highest of their sessions, {@code online > away > offline}. A session counts unless its
 * device is signed off; it is away once nobody was active on it for the idle timeout.
 *
 * @param status the merged status
 * @param deviceTypes of the devices that count, distinct, in enum order; empty when the visible
 *     status is offline
 * @param nextTimer when time alone would change the person next (idle, or the end of the status or
 *     message set by hand), epoch milliseconds; null for never
 */
public record Merge(Status status, List<DeviceType> deviceTypes, @Nullable Long nextTimer) {

  /**
   * @param sessions all sessions in the registry whose end has not been decided
   * @param signedOff devices that were signed off and have not come back
   * @param hand as set; an expired status in it is ignored
   * @param now epoch milliseconds of the subject's Redis node
   * @param idleMillis the idle timeout
   */
  public static Merge of(
      Collection<SessionState> sessions,
      Set<DeviceId> signedOff,
      HandSet hand,
      long now,
      long idleMillis) {
    HandSet current = hand.at(now);
    Merge merged = of(sessions, signedOff, current.status(), current.expiresAt(), now, idleMillis);
    Long messageEnds = current.messageExpiresAt();
    Long timer = merged.nextTimer();
    boolean messageFirst = messageEnds != null && (timer == null || messageEnds < timer);
    return messageFirst ? new Merge(merged.status(), merged.deviceTypes(), messageEnds) : merged;
  }

  private static Merge of(
      Collection<SessionState> sessions,
      Set<DeviceId> signedOff,
      @Nullable Status hand,
      @Nullable Long handEnds,
      long now,
      long idleMillis) {
    List<SessionState> counting =
        sessions.stream().filter(s -> !signedOff.contains(s.device())).toList();
    if (hand == Status.INVISIBLE) {
      return new Merge(Status.INVISIBLE, List.of(), handEnds);
    }
    if (counting.isEmpty()) {
      return new Merge(Status.OFFLINE, List.of(), handEnds);
    }
    List<DeviceType> types =
        counting.stream().map(SessionState::deviceType).distinct().sorted().toList();
    if (hand != null) {
      return new Merge(hand, types, handEnds);
    }
    long idleAt =
        counting.stream().mapToLong(SessionState::activeAt).max().orElseThrow() + idleMillis;
    return idleAt > now
        ? new Merge(Status.ONLINE, types, idleAt)
        : new Merge(Status.AWAY, types, null);
  }
}
