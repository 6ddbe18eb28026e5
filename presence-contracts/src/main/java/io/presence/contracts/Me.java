package io.presence.contracts;

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
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Me(Status status, @Nullable String customMessage, @Nullable WireTime expiresAt) {
  public static Me of(Status merged, HandSet hand) {
    Long expiresAt = hand.expiresAt();
    return new Me(merged, hand.customMessage(), expiresAt == null ? null : new WireTime(expiresAt));
  }
}
