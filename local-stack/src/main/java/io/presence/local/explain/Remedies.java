package io.presence.local.explain;

import io.presence.contracts.SightReason;
import io.presence.contracts.StateReason;

/**
 * What would change what a viewer sees, by the reason for it; empty when nothing is to be mended.
 */
final class Remedies {
  private Remedies() {}

  static String of(SightReason reason, String viewer, String subject) {
    return switch (reason) {
      case SELF, PRIVACY_EVERYONE, PRIVACY_ALLOWED, CONTACT -> "";
      case UNKNOWN_USER -> "is the id right? PUT /v1/users/%s makes it known".formatted(subject);
      case BLOCKED_BY_SUBJECT ->
          "%s lifts it, or an admin for them: DELETE /v1/users/%s/blocks/%s"
              .formatted(subject, subject, viewer);
      case BLOCKED_BY_VIEWER ->
          "%s lifts it, or an admin for them: DELETE /v1/users/%s/blocks/%s"
              .formatted(viewer, viewer, subject);
      case PRIVACY_DENIED ->
          "%s can change it: DELETE /v1/users/%s/privacy/exceptions/%s"
              .formatted(subject, subject, viewer);
      case PRIVACY_NOBODY ->
          "%s can change it: PUT /v1/users/%s/privacy, or an exception for %s"
              .formatted(subject, subject, viewer);
      case PRIVACY_NOT_CONTACT ->
          "become contacts: PUT /v1/users/%s/contacts/%s (by an admin at once, else %s must accept), or %s shows more: PUT /v1/users/%s/privacy"
              .formatted(viewer, subject, subject, subject, subject);
      case LAST_SEEN_HIDDEN, LAST_SEEN_APPROXIMATE ->
          "%s can change it: PUT /v1/users/%s/privacy, or an exception for %s"
              .formatted(subject, subject, viewer);
      case RECIPROCITY ->
          "%s must show %s their own last seen: PUT /v1/users/%s/privacy, or an exception for %s"
              .formatted(viewer, subject, viewer, subject);
    };
  }

  static String of(StateReason reason, String viewer, String subject) {
    return switch (reason) {
      case ACTIVE -> "";
      case INVISIBLE, HAND_SET -> "%s ends it with update_status online".formatted(subject);
      case IDLE -> "%s is online again with a heartbeat that says active: true".formatted(subject);
      case NEVER_SEEN -> "is the id right? no device has ever connected with it";
      case OFFLINE -> "%s comes back by connecting".formatted(subject);
      case SIGNED_OFF, SESSION_SIGNED_OFF ->
          "%s comes back by connecting or setting a status".formatted(subject);
      case LEASE_EXPIRED -> "look at the client's connection, then at its gateway's log";
      case SESSION ->
          "gone all the same? that device is still heard; to end it: DELETE /v1/admin/sessions/"
              + subject;
      case SESSION_OF_DEAD_GATEWAY ->
          "it ends by itself with its lease; at once: DELETE /v1/admin/sessions/" + subject;
      case PULL_ONLY -> "ask (get_presence), subscribe (subscribe_presence), or become contacts";
      case VIEWER_NOT_CONNECTED -> "%s must connect to be told".formatted(viewer);
    };
  }
}
