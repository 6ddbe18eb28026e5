package io.presence.gateway.session;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a client is asked for a fresh token.
 *
 * @param tokenRefreshMs {@code PRESENCE_TOKEN_REFRESH_MS}: how long before its token expires a
 *     client is asked for a fresh one; for a short token, when half of the time that it had left is
 *     over
 */
@ConfigurationProperties("presence")
public record TokenRefresh(@Bindable(defaultValue = "60000") long tokenRefreshMs) {
  public TokenRefresh {
    if (tokenRefreshMs < 1_000) {
      throw new IllegalArgumentException(
          "PRESENCE_TOKEN_REFRESH_MS must be at least 1000, got " + tokenRefreshMs);
    }
  }

  /**
   * @param shown when the client showed the token
   * @param expires null for never
   */
  public @Nullable Instant reminder(Instant shown, @Nullable Instant expires) {
    if (expires == null) {
      return null;
    }
    Duration half = Duration.between(shown, expires).dividedBy(2);
    Duration ahead = Duration.ofMillis(tokenRefreshMs);
    return expires.minus(half.compareTo(ahead) < 0 ? half : ahead);
  }
}
