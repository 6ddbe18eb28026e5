package io.presence.web;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;

/**
 * A service with endpoints for clients does not start unless it can tell whose tokens count. One
 * that answers other services only needs neither a secret nor keys.
 */
@Singleton
final class TokensAreSet implements ApplicationEventListener<StartupEvent> {
  private static final String OURS = "io.presence.";

  private final TokenSettings settings;
  private final Router router;

  /**
   * @param verifier is made with the service: bad settings are found at start, not by a client
   */
  TokensAreSet(TokenSettings settings, TokenVerifier verifier, Router router) {
    this.settings = settings;
    this.router = router;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    if (!settings.areSet() && hasClients()) {
      throw new IllegalStateException(
          "no token of a client can be verified: set PRESENCE_JWKS_URL (with PRESENCE_JWT_ISSUER"
              + " and PRESENCE_JWT_AUDIENCE) to where your identity provider publishes its keys,"
              + " or, for development, PRESENCE_JWT_SECRET");
    }
  }

  private boolean hasClients() {
    return router
        .uriRoutes()
        .anyMatch(route -> isOurs(route) && !isInternal(route.getUriMatchTemplate().toString()));
  }

  private static boolean isOurs(UriRouteInfo<?, ?> route) {
    return route.getDeclaringType().getName().startsWith(OURS);
  }

  private static boolean isInternal(String path) {
    return path.startsWith(InternalRule.PREFIX);
  }
}
