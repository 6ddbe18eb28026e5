package io.presence.web;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.server.HttpServerConfiguration.CorsConfiguration;
import io.micronaut.http.server.cors.CorsOriginConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Lets pages of the {@link AllowedOrigins} read the answers of the REST endpoints. */
@Singleton
final class Cors implements BeanCreatedEventListener<CorsConfiguration> {
  private static final long PREFLIGHT_KEPT_SECONDS = 600;

  /** By which an admin's page follows the import that it sends, to friend-graph-service. */
  private static final String IMPORT_ID = "Import-Id";

  private final AllowedOrigins origins;

  Cors(AllowedOrigins origins) {
    this.origins = origins;
  }

  @Override
  public CorsConfiguration onCreated(BeanCreatedEvent<CorsConfiguration> event) {
    CorsConfiguration cors = event.getBean();
    String expression = origins.expression();
    if (expression != null) {
      CorsOriginConfiguration allowed = new CorsOriginConfiguration();
      allowed.setAllowedOrigins(List.of());
      allowed.setAllowedOriginsRegex(expression);
      allowed.setAllowedMethods(
          List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE));
      allowed.setAllowedHeaders(
          List.of(
              HttpHeaders.AUTHORIZATION,
              HttpHeaders.CONTENT_TYPE,
              HttpHeaders.IF_MATCH,
              HttpHeaders.IF_NONE_MATCH,
              IMPORT_ID));
      allowed.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER, IMPORT_ID));
      // Identity is in a header that the page sets itself: browsers need add nothing of their own.
      allowed.setAllowCredentials(false);
      allowed.setMaxAge(PREFLIGHT_KEPT_SECONDS);
      cors.setEnabled(true);
      cors.setConfigurations(Map.of("presence", allowed));
    }
    return cors;
  }
}
