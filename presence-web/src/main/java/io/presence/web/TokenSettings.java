package io.presence.web;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens count.
 *
 * @param jwtSecret {@code PRESENCE_JWT_SECRET}: the key of HS256 tokens, at least 32 bytes in
 *     base64; for the local stack and for tests
 * @param jwksUrl {@code PRESENCE_JWKS_URL}: where the identity provider publishes its keys, for
 *     tokens by RS256 or ES256; for production
 * @param jwtIssuer {@code PRESENCE_JWT_ISSUER}: the {@code iss} that a token must have; unset: any
 * @param jwtAudience {@code PRESENCE_JWT_AUDIENCE}: the values of {@code aud} of which a token must
 *     have one; unset: any
 * @param jwtClockSkew {@code PRESENCE_JWT_CLOCK_SKEW}: how far the provider's clock may be off
 */
@ConfigurationProperties("presence")
record TokenSettings(
    @Nullable String jwtSecret,
    @Nullable String jwksUrl,
    @Nullable String jwtIssuer,
    @Nullable List<String> jwtAudience,
    @Bindable(defaultValue = "0s") Duration jwtClockSkew) {
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  TokenSettings {
    jwtSecret = blankToNull(jwtSecret);
    jwksUrl = blankToNull(jwksUrl);
    jwtIssuer = blankToNull(jwtIssuer);
    jwtAudience =
        jwtAudience == null
            ? List.of()
            : jwtAudience.stream().map(String::strip).filter(a -> !a.isEmpty()).toList();
    if (jwtSecret != null && jwksUrl != null) {
      throw new IllegalArgumentException(
          "PRESENCE_JWT_SECRET and PRESENCE_JWKS_URL are both set; set only one: the URL in"
              + " production, the secret for development");
    }
    if (jwtClockSkew.isNegative() || jwtClockSkew.compareTo(MAX_CLOCK_SKEW) > 0) {
      throw new IllegalArgumentException(
          "PRESENCE_JWT_CLOCK_SKEW must be 0s to %ds, got %ds"
              .formatted(MAX_CLOCK_SKEW.toSeconds(), jwtClockSkew.toSeconds()));
    }
  }

  /** Whether any token can be verified. */
  boolean areSet() {
    return jwtSecret != null || jwksUrl != null;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  @Override
  public String toString() {
    return "TokenSettings[" + (jwksUrl == null ? "secret" : jwksUrl) + "]";
  }
}
