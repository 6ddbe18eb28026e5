package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What a person chose for themself. It outlives sessions, restarts and the loss of Redis.
 *
 * @param status {@link Status#BUSY}, {@link Status#AWAY} or {@link Status#INVISIBLE}; null when
 *     nothing is set
 * @param expiresAt when the status (not the message) ends by itself, epoch milliseconds; null for
 *     never
 * @param customMessage at most {@value #MAX_MESSAGE_CODE_POINTS} code points; null for none
 * @param messageExpiresAt when the message ends by itself, epoch milliseconds; null for never
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record HandSet(
    @Nullable Status status,
    @Nullable Long expiresAt,
    @Nullable String customMessage,
    @Nullable Long messageExpiresAt) {
  public static final int MAX_MESSAGE_CODE_POINTS = 140;
  public static final HandSet NOTHING = new HandSet(null, null, null, null);

  /** Read from JSON: the other constructor is for code. */
  @JsonCreator
  public HandSet {
    if (status == Status.ONLINE || status == Status.OFFLINE) {
      throw new IllegalArgumentException(
          status.word() + " is never hand-set: online clears, offline signs a device off");
    }
    if (status == null && expiresAt != null) {
      throw new IllegalArgumentException("expires_at needs a status that expires");
    }
    if (customMessage == null && messageExpiresAt != null) {
      throw new IllegalArgumentException("message_expires_at needs a message that expires");
    }
  }

  /** With a message that does not end by itself. */
  public HandSet(
      @Nullable Status status, @Nullable Long expiresAt, @Nullable String customMessage) {
    this(status, expiresAt, customMessage, null);
  }

  /** The same with a status and a message that have ended by {@code nowMillis} taken away. */
  public HandSet at(long nowMillis) {
    boolean statusEnded = expiresAt != null && expiresAt <= nowMillis;
    boolean messageEnded = messageExpiresAt != null && messageExpiresAt <= nowMillis;
    if (!statusEnded && !messageEnded) {
      return this;
    }
    return new HandSet(
        statusEnded ? null : status,
        statusEnded ? null : expiresAt,
        messageEnded ? null : customMessage,
        messageEnded ? null : messageExpiresAt);
  }

  /** Nothing set at all. */
  @JsonIgnore
  public boolean isNothing() {
    return equals(NOTHING);
  }
}
