package io.presence.web;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses a request whose URL carries a token: URLs end up in logs, histories and referrers, so
 * whoever sends one there should find out at once. It never counts as a token.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class QueryTokenFilter {
  private static final Set<String> NAMES =
      Set.of(
          "token",
          "access_token",
          "id_token",
          "auth_token",
          "bearer_token",
          "jwt",
          "authorization");

  @RequestFilter
  void check(HttpRequest<?> request) {
    for (String name : request.getParameters().names()) {
      if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        throw ProblemException.invalid(
            "%s: a token in the URL is not accepted, for URLs are logged. Send it in the header Authorization: Bearer …, on a WebSocket also in a first frame authenticate; and treat this one as exposed"
                .formatted(name));
      }
    }
  }
}
