package io.presence.web;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service with endpoints for clients does not start unless it can tell whose tokens count, and
 * says so if it does by a secret. One that answers other services only needs neither a secret nor
 * keys.
 */
@Singleton
final class TokensAreSet implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(TokensAreSet.class);
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
    if (settings.jwtSecret() != null) {
      LOG.warn(
          "Tokens count by PRESENCE_JWT_SECRET, which is for the local stack and for tests: whoever"
              + " has it can be anybody, also an admin. Set PRESENCE_JWKS_URL in production");
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
