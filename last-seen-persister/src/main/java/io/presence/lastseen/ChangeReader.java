package io.presence.lastseen;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.HandSet;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionFacts;
import io.presence.lastseen.history.SessionNews;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the value of a record of {@code presence.changes}. Stateless. */
@Singleton
final class ChangeReader {
  /** The end of the year 9999: beyond it Postgres and readers disagree on what a time is. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private final ObjectMapper json;

  ChangeReader(ObjectMapper json) {
    this.json = json;
  }

  /** What a record says. */
  sealed interface Reading {
    /**
     * A change that can be kept.
     *
     * @param sessions null when it says nothing of them
     */
    record Change(Kept kept, @Nullable SessionNews sessions) implements Reading {
      Change(Kept kept) {
        this(kept, null);
      }
    }

    /**
     * Nothing that can be kept.
     *
     * @param reason for the log: never any of the content
     */
    record Unreadable(String reason) implements Reading {}
  }

  Reading read(byte @Nullable [] value) {
    if (value == null) {
      return new Reading.Unreadable("it has no value");
    }
    try {
      @Nullable PresenceChanged change = json.readValue(value, PresenceChanged.class);
      if (change == null) {
        return new Reading.Unreadable("it is null");
      }
      @Nullable String wrong = wrong(change);
      return wrong == null
          ? new Reading.Change(Kept.of(change), SessionNews.of(change))
          : new Reading.Unreadable(wrong);
    } catch (IOException | RuntimeException e) {
      // The message of a parser quotes what it parsed.
      return new Reading.Unreadable(
          "it is no PresenceChanged in JSON (" + e.getClass().getSimpleName() + ")");
    }
  }

  // JSON may leave out what the record's types promise.
  private static @Nullable String wrong(PresenceChanged change) {
    if (change.userId() == null
        || change.state() == null
        || change.state().status() == null
        || change.hand() == null) {
      return "user_id, state, state.status or hand is missing";
    }
    if (change.version() <= 0) {
      return "version must be above 0, got " + change.version();
    }
    HandSet hand = change.hand();
    SessionFacts sessions = change.sessions();
    @Nullable String wrong =
        wrongTime(change.state().lastSeen(), hand.expiresAt(), hand.messageExpiresAt());
    return wrong == null && sessions != null ? wrong(sessions, change.at()) : wrong;
  }

  private static @Nullable String wrong(SessionFacts sessions, long at) {
    boolean named =
        sessions.open().stream().allMatch(s -> s.sessionId() != null && s.deviceType() != null)
            && sessions.ended().stream()
                .allMatch(s -> s.sessionId() != null && s.deviceType() != null && s.how() != null);
    if (!named) {
      return "sessions: session_id, device_type or how is missing";
    }
    boolean times =
        isTime(at)
            && sessions.open().stream().allMatch(s -> isTime(s.from()))
            && sessions.ended().stream().allMatch(s -> isTime(s.until()) && s.from() <= s.until());
    return times ? null : "sessions: from or until is no time before the year 10000";
  }

  private static @Nullable String wrongTime(
      long lastSeen, @Nullable Long expiresAt, @Nullable Long messageExpiresAt) {
    if (!isTime(lastSeen)) {
      return "state.last_seen is no time before the year 10000: " + lastSeen;
    }
    if (expiresAt != null && !isTime(expiresAt)) {
      return "hand.expires_at is no time before the year 10000: " + expiresAt;
    }
    return messageExpiresAt == null || isTime(messageExpiresAt)
        ? null
        : "hand.message_expires_at is no time before the year 10000: " + messageExpiresAt;
  }

  private static boolean isTime(long millis) {
    return millis >= 0 && millis <= LATEST_MILLIS;
  }
}
