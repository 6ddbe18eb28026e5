package io.presence.graph.limit;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import io.presence.web.Caller;
import io.presence.web.FilterOrder;
import io.presence.web.Tokens;
import io.presence.web.limit.ClientAddress;
import io.presence.web.limit.RateLimits;

/**
 * Counts every call that shows a client's token, before anything is done for it; also those that
 * are refused later. Who shows none reaches nothing that costs. Services are not counted: they show
 * their key. Nothing here blocks.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Order(FilterOrder.AFTER_SECURITY)
final class CallFilter {
  private static final String FOR_SERVICES = "/internal/";

  private final RateLimits limits;
  private final ClientAddress addresses;

  CallFilter(RateLimits limits, ClientAddress addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    if (request.getPath().startsWith(FOR_SERVICES)) {
      return;
    }
    request
        .getUserPrincipal(Authentication.class)
        .flatMap(Tokens::verified)
        .ifPresent(token -> count(request, token.caller()));
  }

  private void count(HttpRequest<?> request, Caller caller) {
    boolean read = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    String user = caller.userId().value();
    if (read ? caller.isSupport() : caller.isAdmin()) {
      limits.require(read ? GraphLimit.READS_PER_ADMIN : GraphLimit.EDITS_PER_ADMIN, user);
      return;
    }
    limits.require(read ? GraphLimit.READS_PER_USER : GraphLimit.EDITS_PER_USER, user);
    limits.require(
        read ? GraphLimit.READS_PER_ADDRESS : GraphLimit.EDITS_PER_ADDRESS, addresses.of(request));
  }
}
