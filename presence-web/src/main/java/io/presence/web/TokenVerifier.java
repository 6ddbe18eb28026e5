package io.presence.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies a token's signature, times, issuer and audience.
 *
 * <p>Which algorithms count is decided by the configuration, never by the token: with a secret only
 * HS256, with published keys only RS256 and ES256. So {@code alg: none} is refused, and so is an
 * HS256 token whose "secret" is the provider's public key.
 *
 * <p>Published keys are fetched when first needed, kept for five minutes, and fetched again as soon
 * as a token names a key that is not among them (a rotation), at most twice in five seconds. While
 * the provider does not answer, the keys that were fetched last go on counting for hours: its
 * outage ends no session, and if it hangs it delays none ({@link PublishedKeys}). Thread-safe.
 */
@Singleton
final class TokenVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);
  private static final int MIN_SECRET_BYTES = 32;
  private static final long BETWEEN_WARNINGS_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final TokenSettings settings;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final @Nullable JWKSource<SecurityContext> published;
  private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS_NANOS);

  @Inject
  TokenVerifier(TokenSettings settings) {
    this(settings, PublishedKeys.Times.USUAL);
  }

  TokenVerifier(TokenSettings settings, PublishedKeys.Times times) {
    this.settings = settings;
    published = settings.jwksUrl() == null ? null : PublishedKeys.at(settings.jwksUrl(), times);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(keys(settings, published));
    JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
    if (settings.issuer() != null) {
      exact.issuer(settings.issuer());
    }
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            settings.audiences(), exact.build(), Set.of("sub", "exp"), null);
    claims.setMaxClockSkew((int) settings.jwtClockSkew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  private static com.nimbusds.jose.proc.JWSKeySelector<SecurityContext> keys(
      TokenSettings settings, @Nullable JWKSource<SecurityContext> published) {
    if (published != null) {
      return new JWSVerificationKeySelector<>(
          Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), published);
    }
    String secret = settings.jwtSecret();
    if (secret == null) {
      // A service without clients: there is no token that it would accept.
      return (header, context) -> java.util.List.of();
    }
    byte[] key = Base64URL.from(secret).decode();
    if (key.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "PRESENCE_JWT_SECRET must be at least %d bytes in base64, got %d"
              .formatted(MIN_SECRET_BYTES, key.length));
    }
    return new JWSVerificationKeySelector<>(JWSAlgorithm.HS256, new ImmutableSecret<>(key));
  }

  @PreDestroy
  void close() throws IOException {
    if (published instanceof Closeable source) {
      source.close();
    }
  }

  /** Whether verifying may have to fetch keys, and so may block. */
  boolean mayBlock() {
    return settings.jwksUrl() != null;
  }

  /** Its {@code exp} counts with the clock skew. */
  java.time.Instant acceptedUntil(JWTClaimsSet claims) {
    return claims.getExpirationTime().toInstant().plus(settings.jwtClockSkew());
  }

  /**
   * @return empty when the token is not accepted
   * @throws ProblemException 503 when that cannot be told, because the provider's keys cannot be
   *     had, or may not be fetched again so soon
   */
  Optional<JWTClaimsSet> verify(String token) {
    try {
      return Optional.of(processor.process(token, null));
    } catch (RateLimitReachedException e) {
      // Anybody can send tokens with unknown key ids, which says nothing about the provider.
      LOG.debug("Keys may not be fetched again so soon");
      throw ProblemException.unavailable("tokens cannot be verified right now");
    } catch (KeySourceException e) {
      warn(e);
      throw ProblemException.unavailable("tokens cannot be verified right now");
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      LOG.debug("A token is not accepted: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** One line now and then, however many tokens come. */
  private void warn(KeySourceException e) {
    long now = System.nanoTime();
    long last = warnedNanos.get();
    if (now - last >= BETWEEN_WARNINGS_NANOS && warnedNanos.compareAndSet(last, now)) {
      LOG.warn(
          "Keys cannot be had from {} ({}); is it up, and is PRESENCE_JWKS_URL right?",
          settings.jwksUrl(),
          e.getMessage());
    }
  }
}
