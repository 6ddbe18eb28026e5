package io.presence.web;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * {@code /internal} answers services, by their key, and nobody else; all other paths are for the
 * rules after this one.
 */
@Singleton
final class InternalRule implements SecurityRule<HttpRequest<?>> {
  static final String PREFIX = "/internal/";

  private final ServiceKey key;

  InternalRule(ServiceKey key) {
    this.key = key;
  }

  // NullAway does not see the annotation through the type argument of the interface.
  @SuppressWarnings("NullAway")
  @Override
  public Publisher<SecurityRuleResult> check(
      HttpRequest<?> request, @Nullable Authentication authentication) {
    if (request == null || !request.getPath().startsWith(PREFIX)) {
      return Publishers.just(SecurityRuleResult.UNKNOWN);
    }
    boolean service = key.matches(request.getHeaders().get(ServiceKey.HEADER));
    return Publishers.just(service ? SecurityRuleResult.ALLOWED : SecurityRuleResult.REJECTED);
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
