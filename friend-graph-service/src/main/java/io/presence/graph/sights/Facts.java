package io.presence.graph.sights;

import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.Visibility.Audience;

/**
 * How a viewer and a subject stand to each other.
 *
 * @param person the one of the two whom the question did not fix
 * @param exists whether anything at all is known of the subject
 * @param blocked whether either has blocked the other
 * @param showOnlineStatus the subject's setting
 * @param showLastSeen the subject's setting
 */
record Facts(
    UserId person,
    boolean exists,
    boolean blocked,
    boolean contact,
    Audience showOnlineStatus,
    Audience showLastSeen) {

  Sight sight() {
    return Visibility.sight(exists, blocked, contact, showOnlineStatus, showLastSeen);
  }

  Sights.Item item() {
    return new Sights.Item(person, sight(), contact);
  }
}
