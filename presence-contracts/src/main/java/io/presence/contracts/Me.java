package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A person's own status, as only they are told it: the one outbound shape that says {@code
 * invisible}.
 *
 * @param status merged, with what they set
 * @param customMessage absent when none
 * @param expiresAt when a hand-set status ends; absent when it does not
 * @param messageExpiresAt when the message ends; absent when it does not
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Me(
    Status status,
    @Nullable String customMessage,
    @Nullable WireTime expiresAt,
    @Nullable WireTime messageExpiresAt) {

  /** Read from JSON: the other constructor is for code. */
  @JsonCreator
  public Me {}

  /** With a message that does not end by itself. */
  public Me(Status status, @Nullable String customMessage, @Nullable WireTime expiresAt) {
    this(status, customMessage, expiresAt, null);
  }

  public static Me of(Status merged, HandSet hand) {
    return new Me(
        merged, hand.customMessage(), time(hand.expiresAt()), time(hand.messageExpiresAt()));
  }

  private static @Nullable WireTime time(@Nullable Long millis) {
    return millis == null ? null : new WireTime(millis);
  }
}
