package io.presence.web;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens count.
 *
 * @param jwtSecret {@code PRESENCE_JWT_SECRET}: the key of HS256 tokens, at least 32 bytes in
 *     base64; for the local stack and for tests
 * @param jwksUrl {@code PRESENCE_JWKS_URL}: where the identity provider publishes its keys, for
 *     tokens by RS256 or ES256; for production
 * @param jwtIssuer {@code PRESENCE_JWT_ISSUER}: the {@code iss} that a token must have; {@code *}:
 *     any. Needed with published keys
 * @param jwtAudience {@code PRESENCE_JWT_AUDIENCE}: the values of {@code aud} of which a token must
 *     have one; {@code *}: any, also none, for a provider whose tokens are all for this deployment.
 *     Needed with published keys
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
  private static final String ANY = "*";

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
    if (jwksUrl != null && jwtIssuer == null) {
      throw new IllegalArgumentException(
          "PRESENCE_JWKS_URL is set and PRESENCE_JWT_ISSUER is not; set it to the iss of your"
              + " provider's tokens, or to * if every token that its keys sign may count");
    }
    if (jwksUrl != null && jwtAudience.isEmpty()) {
      throw new IllegalArgumentException(
          "PRESENCE_JWKS_URL is set and PRESENCE_JWT_AUDIENCE is not, so a token for any other app"
              + " of your provider would count here, with its roles; set it to the aud of tokens"
              + " for this deployment, or to * if all of its tokens are");
    }
    if (jwtAudience.contains(ANY) && jwtAudience.size() > 1) {
      throw new IllegalArgumentException(
          "PRESENCE_JWT_AUDIENCE must be * or a list without it, got " + jwtAudience);
    }
    if (jwtClockSkew.isNegative() || jwtClockSkew.compareTo(MAX_CLOCK_SKEW) > 0) {
      throw new IllegalArgumentException(
          "PRESENCE_JWT_CLOCK_SKEW must be 0s to %ds, got %ds"
              .formatted(MAX_CLOCK_SKEW.toSeconds(), jwtClockSkew.toSeconds()));
    }
  }

  /** The {@code iss} that counts; null for any. */
  @Nullable String issuer() {
    return ANY.equals(jwtIssuer) ? null : jwtIssuer;
  }

  /** The {@code aud}s that count, in a set that may be asked for null; null for any, also none. */
  @Nullable Set<String> audiences() {
    return jwtAudience == null || jwtAudience.isEmpty() || jwtAudience.contains(ANY)
        ? null
        : new HashSet<>(jwtAudience);
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
