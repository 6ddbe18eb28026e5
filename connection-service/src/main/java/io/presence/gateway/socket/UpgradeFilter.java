package io.presence.gateway.socket;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.life.Gate;
import io.presence.gateway.limit.Admissions;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.limit.ClientBound;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.web.AllowedOrigins;
import io.presence.web.FilterOrder;
import io.presence.web.ProblemException;
import io.presence.web.Tokens;
import io.presence.web.Tokens.Verified;
import io.presence.web.limit.Bounds;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses an upgrade that cannot come to anything, while there is still an HTTP status to say why.
 * Browsers ask before a page of another origin may connect, and hold nobody back: the origin is
 * checked here. A route is found with a slash behind its path, too, which a filter's pattern must
 * name; whoever is not checked here gets no connection ({@link #hasChecked}).
 */
@ServerFilter({PresenceSocket.PATH, PresenceSocket.PATH + "/**"})
@Order(FilterOrder.AFTER_SECURITY)
final class UpgradeFilter {
  private static final String CHECKED = "presence.upgrade-checked";

  private final Gate gate;
  private final Channels channels;
  private final AllowedOrigins origins;
  private final Budgets budgets;
  private final Admissions admissions;
  private final Bounds bounds;

  UpgradeFilter(
      Gate gate,
      Channels channels,
      AllowedOrigins origins,
      Budgets budgets,
      Admissions admissions,
      Bounds bounds) {
    this.bounds = bounds;
    this.admissions = admissions;
    this.gate = gate;
    this.channels = channels;
    this.origins = origins;
    this.budgets = budgets;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    requireHandshake(request);
    if (!origins.admit(request)) {
      throw ProblemException.forbidden(
          "pages of this origin may not connect; the operator lists those that may in"
              + " PRESENCE_ALLOWED_ORIGINS");
    }
    boolean full = channels.areFull();
    if (full) {
      bounds.refused(ClientBound.CONNECTIONS_PER_GATEWAY);
    }
    if (full || !gate.isOpen()) {
      throw ProblemException.unavailable(
          "this gateway takes no clients right now: it is starting, going away, or full");
    }
    Budget budget = budgets.ofSocket(request);
    Budgets.require(budget.open());
    Optional<Verified> token =
        request.getUserPrincipal(Authentication.class).flatMap(Tokens::verified);
    if (request.getHeaders().contains(HttpHeaders.AUTHORIZATION) && token.isEmpty()) {
      throw ProblemException.unauthorized("the token is not accepted");
    }
    try {
      DeviceClaim device = DeviceClaim.read(name -> request.getParameters().get(name));
      token.ifPresent(verified -> {
        budget.belongsTo(verified.caller().userId(), device.deviceId());
        Budgets.require(budget.begin());
      });
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    // After everything that refuses one client, for this is what all of them share.
    long retryAfterMillis = token.isPresent() ? admissions.ofSession() : admissions.ofNameless();
    if (retryAfterMillis > 0) {
      throw ProblemException.unavailable(
          "too many clients connect at once: come back later", retryAfterMillis);
    }
    request.setAttribute(CHECKED, true);
  }

  static boolean hasChecked(HttpRequest<?> request) {
    return request.getAttribute(CHECKED, Boolean.class).orElse(false);
  }

  /** What the framework would fail on instead of refusing it. */
  private static void requireHandshake(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    String connection = headers.get(HttpHeaders.CONNECTION);
    boolean upgrade =
        request.getMethod() == HttpMethod.GET
            && "websocket".equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE))
            && connection != null
            && connection.toLowerCase(Locale.ROOT).contains("upgrade")
            && "13".equals(headers.get("Sec-WebSocket-Version"))
            && headers.contains("Sec-WebSocket-Key");
    if (!upgrade) {
      throw ProblemException.invalid("this path takes WebSocket upgrades (RFC 6455) only");
    }
  }
}
