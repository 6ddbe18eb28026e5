package io.presence.gateway.admin;

import io.presence.contracts.Explanation.OfGraph;
import io.presence.contracts.Explanation.Reason;
import io.presence.contracts.GatewayId;
import io.presence.contracts.StateReason;
import io.presence.contracts.Status;
import io.presence.contracts.WireTime;
import io.presence.store.Inspection;
import io.presence.store.Inspection.Registered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chain of reasons, from what the graph says and what the store holds. Pure.
 *
 * @param subject the person whom somebody looks at
 * @param viewer the person who looks, for whether anybody is there to be told
 * @param alive gateways that say they live
 * @param keptLastSeen last seen of the subject as it may be shown, also of one whom the store does
 *     not know, epoch milliseconds; 0 for never. Of the invisible it is frozen
 * @param listening whether some gateway holds a socket or a stream of the viewer
 * @param pullOnly whether the subject has more contacts than are pushed to
 */
record Reasons(
    OfGraph graph,
    Inspection subject,
    Inspection viewer,
    Set<GatewayId> alive,
    long keptLastSeen,
    boolean pullOnly,
    boolean listening,
    Duration idleTimeout) {

  List<Reason> all() {
    List<Reason> reasons = new ArrayList<>(graph.reasons());
    ofState(reasons);
    subject.sessions().forEach(session -> reasons.add(of(session)));
    ofDelivery(reasons);
    return List.copyOf(reasons);
  }

  private void ofState(List<Reason> reasons) {
    Status hand = subject.hand().at(subject.now()).status();
    List<Registered> counting =
        subject.sessions().stream().filter(session -> !session.signedOff()).toList();
    if (hand == Status.INVISIBLE) {
      reasons.add(
          reason(
              StateReason.INVISIBLE,
              ("%s is invisible by their own choice%s: everybody sees them as offline, with the last"
                      + " seen of when that began")
                  .formatted(graph.subject(), until()),
              // Not of the last change: their comings and goings while invisible are changes, too.
              keptLastSeen));
    } else if (counting.isEmpty()) {
      reasons.add(ofAbsence());
    } else if (hand != null) {
      reasons.add(
          reason(
              StateReason.HAND_SET,
              "%s set %s by hand%s".formatted(graph.subject(), hand.word(), until()),
              null));
    } else {
      reasons.add(ofActivity(counting));
    }
  }

  private Reason ofAbsence() {
    if (!subject.known() && keptLastSeen == 0) {
      return reason(
          StateReason.NEVER_SEEN, "%s has never been connected".formatted(graph.subject()), null);
    }
    if (!subject.known()) {
      return reason(
          StateReason.OFFLINE,
          "%s has no session, and was last seen long ago".formatted(graph.subject()),
          keptLastSeen);
    }
    if (!subject.sessions().isEmpty()) {
      return reason(
          StateReason.SIGNED_OFF,
          ("%s signed off on every connected device: online again with the next status update or"
                  + " connection")
              .formatted(graph.subject()),
          subject.lastSeen());
    }
    return switch (subject.cause()) {
      case LAPSED ->
          reason(
              StateReason.LEASE_EXPIRED,
              "the last session of %s was not heard for the TTL and was ended at %s; last heard"
                  .formatted(graph.subject(), time(subject.changedAt())),
              subject.lastSeen());
      case CLOSED, SIGNED_OFF ->
          reason(
              StateReason.SIGNED_OFF,
              "the last session of %s ended with a goodbye, a sign-off, or by an administrator"
                  .formatted(graph.subject()),
              subject.lastSeen());
      case null, default ->
          reason(
              StateReason.OFFLINE,
              "%s has no session".formatted(graph.subject()),
              subject.lastSeen());
    };
  }

  private Reason ofActivity(List<Registered> counting) {
    long active = counting.stream().mapToLong(Registered::activeAt).max().orElseThrow();
    long idle = subject.now() - active;
    boolean isIdle = idle >= idleTimeout.toMillis();
    return reason(
        isIdle ? StateReason.IDLE : StateReason.ACTIVE,
        isIdle
            ? "nobody did anything on any device of %s for %d s, more than the idle timeout of %d s"
                .formatted(graph.subject(), idle / 1_000, idleTimeout.toSeconds())
            : "%s is connected and was active %d s ago".formatted(graph.subject(), idle / 1_000),
        active);
  }

  private Reason of(Registered session) {
    boolean socketless = session.gateway().equals(GatewayId.NONE);
    boolean living = socketless || alive.contains(session.gateway());
    String state =
        session.signedOff()
            ? "device signed off, does not count"
            : session.lost()
                ? "connection lost, counts until the lease ends"
                : socketless
                    ? "without a socket"
                    : living ? "connected" : "its gateway is gone: a ghost until the lease ends";
    return reason(
        session.signedOff()
            ? StateReason.SESSION_SIGNED_OFF
            : living ? StateReason.SESSION : StateReason.SESSION_OF_DEAD_GATEWAY,
        "session %s: %s %s on gateway %s, heard %.1f s ago, lease ends in %.1f s, %s"
            .formatted(
                session.session(),
                session.deviceType().word(),
                session.device(),
                session.gateway(),
                Math.max(0, subject.now() - session.heardAt()) / 1_000.0,
                session.leaseMillis() / 1_000.0,
                state),
        session.heardAt());
  }

  private void ofDelivery(List<Reason> reasons) {
    if (!graph.contact() && !graph.viewer().equals(graph.subject())) {
      reasons.add(
          reason(
              StateReason.PULL_ONLY,
              "%s is no contact of %s: told when asking or while subscribed, not by push"
                  .formatted(graph.viewer(), graph.subject()),
              null));
    } else if (pullOnly && !graph.viewer().equals(graph.subject())) {
      reasons.add(
          reason(
              StateReason.PULL_ONLY,
              ("%s has more contacts than PRESENCE_PUSH_LIMIT: told when asking or while subscribed,"
                      + " not by push")
                  .formatted(graph.subject()),
              null));
    }
    if (viewer.sessions().isEmpty() && !listening) {
      reasons.add(
          reason(
              StateReason.VIEWER_NOT_CONNECTED,
              "%s has neither a session nor a stream: nobody is there to be told"
                  .formatted(graph.viewer()),
              viewer.known() && viewer.lastSeen() > 0 ? viewer.lastSeen() : null));
    }
  }

  private String until() {
    Long expires = subject.hand().expiresAt();
    return expires == null ? "" : ", until " + new WireTime(expires);
  }

  private static String time(@Nullable Long millis) {
    return millis == null ? "an unknown time" : new WireTime(millis).text();
  }

  private static Reason reason(StateReason why, String text, @Nullable Long at) {
    return new Reason(why.code(), text, at == null || at == 0 ? null : new WireTime(at));
  }
}
