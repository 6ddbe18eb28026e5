package io.presence.web;

import com.nimbusds.jwt.JWTClaimsSet;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How micronaut-security verifies a token: by {@link TokenVerifier}, off the event loop where that
 * may block, and back on it for what follows.
 */
@Singleton
final class JwtValidator implements TokenValidator<HttpRequest<?>> {
  /** The attribute of an authentication that says until when its token is accepted. */
  static final String ACCEPTED_UNTIL = "presence.accepted-until";

  private final TokenVerifier verifier;
  private final Scheduler blocking;

  JwtValidator(TokenVerifier verifier, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.verifier = verifier;
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  // NullAway does not see the annotation through the type argument of the interface.
  @SuppressWarnings("NullAway")
  @Override
  public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
    Mono<Authentication> verified =
        Mono.fromCallable(() -> verifier.verify(token).map(this::authentication).orElse(null));
    if (!verifier.mayBlock()) {
      return verified;
    }
    Mono<Authentication> elsewhere = verified.subscribeOn(blocking);
    return request instanceof NettyHttpRequest<?> netty
        ? elsewhere.publishOn(
            Schedulers.fromExecutor(netty.getChannelHandlerContext().channel().eventLoop()))
        : elsewhere;
  }

  private Authentication authentication(JWTClaimsSet claims) {
    Map<String, Object> attributes = new HashMap<>(claims.getClaims());
    attributes.put(ACCEPTED_UNTIL, verifier.acceptedUntil(claims));
    return Authentication.build(claims.getSubject(), roles(claims), attributes);
  }

  /** A list, as ours are, or a single word. */
  private static List<String> roles(JWTClaimsSet claims) {
    return switch (claims.getClaim(Caller.ROLES_CLAIM)) {
      case Collection<?> many -> many.stream().map(String::valueOf).toList();
      case String one -> List.of(one);
      case null, default -> List.of();
    };
  }
}
