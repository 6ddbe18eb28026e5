package io.presence.gateway.protocol;

import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of {@code update_status}. */
final class StatusData {
  static final Duration MAX_AHEAD = Duration.ofDays(366);

  private StatusData() {}

  /**
   * @throws IllegalArgumentException with a message for the client
   */
  static StatusEdit read(Data data, Instant now) {
    String word = data.text("status");
    Status status = word == null ? null : Status.ofWord(word);
    Long expiresAt = expiresAt("expires_at", data, now);
    Long messageExpiresAt = expiresAt("message_expires_at", data, now);
    // An empty message is none.
    String message = data.text("custom_message");
    StatusEdit.Message edit =
        !data.has("custom_message")
            ? StatusEdit.Message.KEEP
            : message == null || message.isEmpty()
                ? StatusEdit.Message.CLEAR
                : StatusEdit.Message.SET;
    if (status == null
        && expiresAt == null
        && messageExpiresAt == null
        && edit == StatusEdit.Message.KEEP) {
      throw new IllegalArgumentException("update_status needs a status or a custom_message");
    }
    return new StatusEdit(
        status, expiresAt, edit, edit == StatusEdit.Message.SET ? message : null, messageExpiresAt);
  }

  private static @Nullable Long expiresAt(String field, Data data, Instant now) {
    String text = data.text(field);
    if (text == null) {
      return null;
    }
    Instant at;
    try {
      at = Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          field + " must be an ISO-8601 time in UTC like 2030-01-31T12:00:00.000Z", e);
    }
    if (!at.isAfter(now)) {
      throw new IllegalArgumentException("%s must lie in the future, got %s".formatted(field, at));
    }
    if (at.isAfter(now.plus(MAX_AHEAD))) {
      throw new IllegalArgumentException(
          "%s must be at most %d days ahead, got %s".formatted(field, MAX_AHEAD.toDays(), at));
    }
    return at.toEpochMilli();
  }
}
