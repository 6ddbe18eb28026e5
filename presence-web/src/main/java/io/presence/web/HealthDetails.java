package io.presence.web;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.SecurityFilter;

/**
 * Why a service is not well names servers and their addresses: it is for support and admins. To
 * everybody else health gives its one word, as to whoever shows no token.
 */
@ServerFilter("/health/**")
@Order(FilterOrder.AFTER_SECURITY)
final class HealthDetails {
  @RequestFilter
  void check(HttpRequest<?> request) {
    boolean support =
        request
            .getUserPrincipal(Authentication.class)
            .flatMap(Tokens::verified)
            .filter(token -> token.caller().isSupport())
            .isPresent();
    if (!support) {
      var _ = request.removeAttribute(SecurityFilter.AUTHENTICATION, Object.class);
    }
  }
}
