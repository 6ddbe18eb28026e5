package io.presence.contracts;

import io.presence.contracts.Visibility.Audience;

/**
 * What a deployment decides for all its people.
 *
 * @param reciprocity who hides their own last seen from somebody, as one of all or by an exception,
 *     does not see theirs: they are shown of others what they show of themself (nothing, or an
 *     approximation if those are on)
 * @param approximateLastSeen who may see the status but not the exact last seen is shown {@link
 *     LastSeenApprox}. To be switched on only when all services know {@link Sight#APPROXIMATE}
 * @param defaultOnlineStatus the setting of those who have none
 * @param defaultLastSeen the setting of those who have none
 */
public record VisibilityPolicy(
    boolean reciprocity,
    boolean approximateLastSeen,
    Audience defaultOnlineStatus,
    Audience defaultLastSeen) {
  /** Contacts see both, and no rule beyond that. */
  public static final VisibilityPolicy DEFAULTS =
      new VisibilityPolicy(false, false, Audience.CONTACTS, Audience.CONTACTS);
}
