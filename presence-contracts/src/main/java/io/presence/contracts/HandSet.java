package io.presence.contracts;

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
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record HandSet(
    @Nullable Status status, @Nullable Long expiresAt, @Nullable String customMessage) {
  public static final int MAX_MESSAGE_CODE_POINTS = 140;
  public static final HandSet NOTHING = new HandSet(null, null, null);

  public HandSet {
    if (status == Status.ONLINE || status == Status.OFFLINE) {
      throw new IllegalArgumentException(
          status.word() + " is never hand-set: online clears, offline signs a device off");
    }
    if (status == null && expiresAt != null) {
      throw new IllegalArgumentException("expires_at needs a status that expires");
    }
  }

  /** The same with a status that has ended by {@code nowMillis} taken away. */
  public HandSet at(long nowMillis) {
    return expiresAt != null && expiresAt <= nowMillis
        ? new HandSet(null, null, customMessage)
        : this;
  }

  /** Nothing set at all. */
  @JsonIgnore
  public boolean isNothing() {
    return equals(NOTHING);
  }
}
