package io.presence.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Verifies tokens that do not come with an HTTP request, by the rules of those that do: for
 * sockets, whose first frame or whose renewal brings one.
 */
@Singleton
public final class Tokens {
  private final List<TokenValidator<HttpRequest<?>>> validators;

  Tokens(List<TokenValidator<HttpRequest<?>>> validators) {
    this.validators = List.copyOf(validators);
  }

  /**
   * Verifies a token. Blocks: a validator may fetch keys.
   *
   * @return empty when signature, time or subject are not accepted
   * @throws ProblemException 503 when that cannot be told right now
   */
  // The validators take a request or null, but their type says so to nobody.
  @SuppressWarnings("NullAway")
  public Optional<Verified> verify(String token) {
    return Flux.fromIterable(validators)
        .concatMap(validator -> validator.validateToken(token, null))
        .next()
        .blockOptional()
        .flatMap(Tokens::verified);
  }

  /** What a verified token says; empty when its subject is no user id. */
  public static Optional<Verified> verified(Authentication authentication) {
    String subject = authentication.getName();
    if (!UserId.isValid(subject)) {
      return Optional.empty();
    }
    return Optional.of(
        new Verified(
            new Caller(new UserId(subject), Set.copyOf(authentication.getRoles())),
            authentication.getAttributes().get(JwtValidator.ACCEPTED_UNTIL) instanceof Instant until
                ? until
                : null));
  }

  /**
   * A token that was verified.
   *
   * @param caller who it says
   * @param expires when it stops being accepted; null for never
   */
  public record Verified(Caller caller, @Nullable Instant expires) {}
}
