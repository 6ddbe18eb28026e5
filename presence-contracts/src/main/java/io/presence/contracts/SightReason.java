package io.presence.contracts;

import java.util.Locale;

/**
 * Why a viewer may see of a subject what they may: the links of the chain in a {@link
 * SightDecision}. The words are for admins and support, never for the viewer.
 */
public enum SightReason {
  SELF("They are one person, who sees all of themself."),
  UNKNOWN_USER(
      "Nothing is known of the subject: no profile, no privacy setting, no exception for the viewer,"
          + " and the two are no contacts."),
  BLOCKED_BY_SUBJECT("The subject has blocked the viewer, which hides both from each other."),
  BLOCKED_BY_VIEWER("The viewer has blocked the subject, which hides both from each other."),
  PRIVACY_DENIED("The subject hides their online status from this viewer, by an exception."),
  PRIVACY_NOBODY("The subject shows their online status to nobody."),
  PRIVACY_NOT_CONTACT(
      "The subject shows their online status to contacts, and the viewer is none of them."),
  PRIVACY_ALLOWED("The subject shows their online status to this viewer, by an exception."),
  PRIVACY_EVERYONE("The subject shows their online status to everyone."),
  CONTACT("The subject shows their online status to contacts, and the viewer is one of them."),
  LAST_SEEN_HIDDEN("The subject does not show this viewer when they were last seen."),
  RECIPROCITY(
      "The viewer hides their own last seen from the subject, and so is not shown theirs"
          + " (reciprocity)."),
  LAST_SEEN_APPROXIMATE(
      "In place of the exact last seen the viewer is shown an approximation of it.");

  private final String text;

  SightReason(String text) {
    this.text = text;
  }

  /** Stable, for programs. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence, for people. */
  public String text() {
    return text;
  }
}
