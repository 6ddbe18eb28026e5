package io.presence.contracts;

import io.presence.contracts.Visibility.Audience;
import org.jspecify.annotations.Nullable;

/**
 * How a viewer and a subject stand to each other: all that {@link Visibility#decide} asks for.
 *
 * @param self whether they are one person
 * @param exists whether anything at all is known of the subject
 * @param blockedBySubject whether the subject has blocked the viewer
 * @param blockedByViewer whether the viewer has blocked the subject
 * @param contact whether they are contacts
 * @param onlineStatus the subject's setting, as it concerns this viewer
 * @param lastSeen the subject's setting, as it concerns this viewer
 * @param viewerHidesLastSeen whether the viewer hides their own last seen from this subject, by an
 *     exception or from everybody; counts only under {@link VisibilityPolicy#reciprocity}
 */
public record Standing(
    boolean self,
    boolean exists,
    boolean blockedBySubject,
    boolean blockedByViewer,
    boolean contact,
    Setting onlineStatus,
    Setting lastSeen,
    boolean viewerHidesLastSeen) {

  /** What a person has said of one viewer, whatever they say of others. */
  public enum Exemption {
    ALLOW,
    DENY
  }

  /**
   * One setting of the subject.
   *
   * @param audience who may see it in general
   * @param exemption what the subject has said of this viewer; goes before the audience
   */
  public record Setting(Audience audience, @Nullable Exemption exemption) {
    /** Without an exception for the viewer. */
    public static Setting of(Audience audience) {
      return new Setting(audience, null);
    }
  }
}
