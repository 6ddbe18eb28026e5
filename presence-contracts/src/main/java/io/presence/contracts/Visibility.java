package io.presence.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one decision point of what a viewer may know of a subject (invariant Non-interference):
 * {@code view(viewer, subject)} is {@link #sight} of how the two stand to each other, then {@link
 * #view} of the subject's state. Push, snapshot, lookup and subscription all come through here, so
 * that blocked, hidden, not permitted and never existed give the same bytes, and so do invisible
 * and signed off.
 */
public final class Visibility {
  private Visibility() {}

  /**
   * Who may see a thing: the setting of a person for their online status and for their last seen.
   */
  public enum Audience {
    EVERYONE,
    CONTACTS,
    NOBODY;

    boolean admits(boolean contact) {
      return this == EVERYONE || (this == CONTACTS && contact);
    }
  }

  /**
   * How much the viewer may see. A block hides both ways and keeps the contact; a hidden online
   * status hides everything; a hidden last seen hides only that.
   *
   * @param exists whether the subject is known at all
   * @param blocked whether either has blocked the other
   * @param contact whether they are contacts
   * @param showOnlineStatus the subject's setting
   * @param showLastSeen the subject's setting
   */
  public static Sight sight(
      boolean exists,
      boolean blocked,
      boolean contact,
      Audience showOnlineStatus,
      Audience showLastSeen) {
    if (!exists || blocked || !showOnlineStatus.admits(contact)) {
      return Sight.NONE;
    }
    return showLastSeen.admits(contact) ? Sight.FULL : Sight.STATUS_ONLY;
  }

  /**
   * What the viewer is told.
   *
   * @param version of the change that is pushed, or the "true as of" of a lookup
   * @param live whether the viewer is told of later changes; says nothing about what they may see
   */
  public static PresenceView view(
      UserId subject, Sight sight, PersonState truth, long version, boolean live) {
    PersonState state = sight == Sight.NONE ? PersonState.UNKNOWN : truth;
    VisibleStatus status = state.status().visible();
    boolean offline = status == VisibleStatus.OFFLINE;
    @Nullable WireTime lastSeen =
        sight == Sight.FULL && state.lastSeen() > 0 ? new WireTime(state.lastSeen()) : null;
    return new PresenceView(
        subject,
        status,
        lastSeen,
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
