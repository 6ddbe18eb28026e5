package io.presence.graph.sights;

import io.presence.contracts.SightDecision;
import io.presence.contracts.SightReason;
import io.presence.contracts.Sights;
import io.presence.contracts.Standing;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.VisibilityPolicy;
import io.presence.contracts.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * How a viewer and a subject stand to each other, and since when.
 *
 * @param person the one of the two whom the question did not fix; of a pair, the viewer
 * @param pullOnly whether the subject's audience is too large to be pushed to
 */
record Facts(UserId person, Standing standing, boolean pullOnly, Times times) {

  /**
   * Since when; null for what is not so, or was so before that was kept.
   *
   * @param onlineStatus when the subject's setting was last changed
   * @param lastSeen when the subject's setting was last changed
   */
  record Times(
      @Nullable WireTime contact,
      @Nullable WireTime blockedBySubject,
      @Nullable WireTime blockedByViewer,
      @Nullable WireTime exception,
      @Nullable WireTime onlineStatus,
      @Nullable WireTime lastSeen) {}

  SightDecision decide(VisibilityPolicy policy) {
    return Visibility.decide(standing, policy);
  }

  Sights.Item item(VisibilityPolicy policy) {
    return new Sights.Item(person, decide(policy).sight(), standing.contact(), pullOnly);
  }

  /**
   * Since when this reason holds, where that is stored. What the viewer has set is no fact about
   * the subject: see {@link io.presence.graph.people.LastSeenHiding#since}.
   */
  @Nullable WireTime at(SightReason reason) {
    return switch (reason) {
      case CONTACT -> times.contact();
      case BLOCKED_BY_SUBJECT -> times.blockedBySubject();
      case BLOCKED_BY_VIEWER -> times.blockedByViewer();
      case PRIVACY_DENIED, PRIVACY_ALLOWED -> times.exception();
      case LAST_SEEN_HIDDEN ->
          standing.lastSeen().exemption() == Standing.Exemption.DENY
              ? times.exception()
              : times.lastSeen();
      case PRIVACY_NOBODY, PRIVACY_NOT_CONTACT, PRIVACY_EVERYONE -> times.onlineStatus();
      case SELF, UNKNOWN_USER, RECIPROCITY, LAST_SEEN_APPROXIMATE -> null;
    };
  }
}
