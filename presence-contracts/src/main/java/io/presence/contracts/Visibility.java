package io.presence.contracts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one decision point of what a viewer may know of a subject (invariant Non-interference):
 * {@code view(viewer, subject)} is {@link #decide} of how the two stand to each other, then {@link
 * #view} of the subject's state. Push, snapshot, lookup, subscription and explanation all come
 * through here, so that blocked, hidden, not permitted and never existed give the same bytes, and
 * so do invisible and signed off.
 */
public final class Visibility {
  private Visibility() {}

  /**
   * Who may see a thing: the setting of a person for their online status and for their last seen.
   */
  public enum Audience {
    EVERYONE,
    CONTACTS,
    NOBODY
  }

  /**
   * How much the viewer may see, and why. A block hides both ways and keeps the contact; a hidden
   * online status hides everything; a hidden last seen hides only that. An exception for one person
   * goes before the setting that is for all.
   */
  public static SightDecision decide(Standing standing, VisibilityPolicy policy) {
    if (standing.self()) {
      return new SightDecision(Sight.FULL, SightReason.SELF);
    }
    if (!standing.exists()) {
      return new SightDecision(Sight.NONE, SightReason.UNKNOWN_USER);
    }
    Rule status = Rule.of(standing.onlineStatus(), standing.contact());
    List<SightReason> hidden = hindrances(standing, status);
    return hidden.isEmpty()
        ? ofLastSeen(standing, policy, status.reason())
        : new SightDecision(Sight.NONE, hidden);
  }

  private static List<SightReason> hindrances(Standing standing, Rule status) {
    List<SightReason> hidden = new ArrayList<>(3);
    if (standing.blockedBySubject()) {
      hidden.add(SightReason.BLOCKED_BY_SUBJECT);
    }
    if (standing.blockedByViewer()) {
      hidden.add(SightReason.BLOCKED_BY_VIEWER);
    }
    if (!status.admits()) {
      hidden.add(status.reason());
    }
    return hidden;
  }

  /** The status may be seen, for this reason: how much of the last seen? */
  private static SightDecision ofLastSeen(
      Standing standing, VisibilityPolicy policy, SightReason status) {
    List<SightReason> reasons = new ArrayList<>(4);
    reasons.add(status);
    if (!Rule.of(standing.lastSeen(), standing.contact()).admits()) {
      reasons.add(SightReason.LAST_SEEN_HIDDEN);
    }
    if (policy.reciprocity() && standing.viewerHidesLastSeen()) {
      reasons.add(SightReason.RECIPROCITY);
    }
    if (reasons.size() == 1) {
      return new SightDecision(Sight.FULL, reasons);
    }
    if (!policy.approximateLastSeen()) {
      return new SightDecision(Sight.STATUS_ONLY, reasons);
    }
    reasons.add(SightReason.LAST_SEEN_APPROXIMATE);
    return new SightDecision(Sight.APPROXIMATE, reasons);
  }

  /** What one setting says of one viewer. */
  private record Rule(boolean admits, SightReason reason) {
    static Rule of(Standing.Setting setting, boolean contact) {
      if (setting.exemption() == Standing.Exemption.DENY) {
        return new Rule(false, SightReason.PRIVACY_DENIED);
      }
      if (setting.exemption() == Standing.Exemption.ALLOW) {
        return new Rule(true, SightReason.PRIVACY_ALLOWED);
      }
      return switch (setting.audience()) {
        case EVERYONE -> new Rule(true, SightReason.PRIVACY_EVERYONE);
        case NOBODY -> new Rule(false, SightReason.PRIVACY_NOBODY);
        case CONTACTS ->
            contact
                ? new Rule(true, SightReason.CONTACT)
                : new Rule(false, SightReason.PRIVACY_NOT_CONTACT);
      };
    }
  }

  /**
   * What the viewer is told.
   *
   * @param version of the change that is pushed, or the "true as of" of a lookup; a time in ms,
   *     from which the age of an approximate last seen is counted
   * @param live whether the viewer is told of later changes; says nothing about what they may see
   */
  public static PresenceView view(
      UserId subject, Sight sight, PersonState truth, long version, boolean live) {
    PersonState state = sight == Sight.NONE ? PersonState.UNKNOWN : truth;
    VisibleStatus status = state.status().visible();
    boolean offline = status == VisibleStatus.OFFLINE;
    @Nullable WireTime lastSeen =
        sight == Sight.FULL && state.lastSeen() > 0 ? new WireTime(state.lastSeen()) : null;
    @Nullable LastSeenApprox approx =
        sight == Sight.APPROXIMATE && state.lastSeen() > 0
            ? LastSeenApprox.ofAge(version - state.lastSeen())
            : null;
    return new PresenceView(
        subject,
        status,
        lastSeen,
        approx,
        offline ? null : state.customMessage(),
        offline ? List.of() : state.deviceTypes(),
        version,
        live);
  }

  /**
   * Whether a change from one state to the other can be seen by anybody: if not, nothing is sent
   * (Unchanged projection).
   */
  public static boolean differs(PersonState before, PersonState after) {
    return !projection(before).equals(projection(after));
  }

  /**
   * Last seen of somebody who stays online moves all the time and is not news; of somebody offline
   * it is.
   */
  private static Projection projection(PersonState state) {
    VisibleStatus status = state.status().visible();
    boolean offline = status == VisibleStatus.OFFLINE;
    return new Projection(
        status,
        offline ? null : state.customMessage(),
        offline ? List.of() : state.deviceTypes(),
        offline ? state.lastSeen() : 0);
  }

  private record Projection(
      VisibleStatus status,
      @Nullable String customMessage,
      List<DeviceType> deviceTypes,
      long lastSeen) {}
}
