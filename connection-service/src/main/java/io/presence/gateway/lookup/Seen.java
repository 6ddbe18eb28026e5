package io.presence.gateway.lookup;

import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import java.util.List;

/**
 * What one viewer may see of one subject, not yet in the shape that is told.
 *
 * @param contact whether the two are contacts
 * @param asOf the version of the answer
 */
public record Seen(UserId subject, Sight sight, boolean contact, PersonState state, long asOf) {

  /** The same, of somebody of whom the store knows nothing but who was seen before. */
  Seen lastSeenAt(long epochMillis) {
    PersonState kept = new PersonState(state.status(), null, List.of(), epochMillis);
    return new Seen(subject, sight, contact, kept, asOf);
  }

  /**
   * @param live whether the viewer is told of later changes
   */
  public PresenceView view(boolean live) {
    return Visibility.view(subject, sight, state, asOf, live);
  }
}
