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
 * @param pullOnly whether the subject has more contacts than are pushed to
 * @param asOf the version of the answer
 */
public record Seen(
    UserId subject, Sight sight, boolean contact, boolean pullOnly, PersonState state, long asOf) {

  /** Of somebody who is pushed to contacts. */
  public Seen(UserId subject, Sight sight, boolean contact, PersonState state, long asOf) {
    this(subject, sight, contact, false, state, asOf);
  }

  /** How changes of the subject reach a viewer who watches their contacts. */
  public enum Reach {
    /** By themselves: a contact. */
    PUSHED,
    /** Only when asked for, or watched explicitly: a contact whose audience is too large. */
    PULLED,
    /** Only when asked for, or watched explicitly: no contact. */
    STRANGER
  }

  public Reach reach() {
    return contact ? pullOnly ? Reach.PULLED : Reach.PUSHED : Reach.STRANGER;
  }

  /** The same, of somebody of whom the store knows nothing but who was seen before. */
  Seen lastSeenAt(long epochMillis) {
    PersonState kept = new PersonState(state.status(), null, List.of(), epochMillis);
    return new Seen(subject, sight, contact, pullOnly, kept, asOf);
  }

  /**
   * @param live whether the viewer is told of later changes
   */
  public PresenceView view(boolean live) {
    return Visibility.view(subject, sight, state, asOf, live);
  }
}
