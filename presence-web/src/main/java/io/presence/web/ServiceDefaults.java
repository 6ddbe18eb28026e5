package io.presence.web;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.util.Map;

/**
 * Settings that all services share. They rank below each service's own file and below the
 * environment, so that both can differ.
 */
@ContextConfigurer
public final class ServiceDefaults implements ApplicationContextConfigurer {
  private static final int BELOW_EVERYTHING = -1_000;

  private static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          // Clients learn nothing of the server's make, and no body is larger than any endpoint
          // wants.
          Map.entry("micronaut.server.server-header", ""),
          Map.entry("micronaut.server.max-request-size", "1MB"),
          Map.entry("micronaut.server.idle-timeout", "75s"),
          Map.entry("micronaut.server.log-handled-exceptions", false),
          // Identity comes from the Authorization header only: never from a query string or a
          // cookie.
          Map.entry("micronaut.security.token.bearer.enabled", true),
          Map.entry("micronaut.security.token.cookie.enabled", false),
          Map.entry("micronaut.security.token.roles-name", Caller.ROLES_CLAIM),
          // One variable, whether it comes as an environment variable or as a property.
          Map.entry("presence.jwt-secret", "${PRESENCE_JWT_SECRET:}"),
          Map.entry("micronaut.security.reject-not-found", false),
          Map.entry("endpoints.all.enabled", false),
          Map.entry("endpoints.health.enabled", true),
          Map.entry("endpoints.health.sensitive", false),
          // And for support and admins among those: HealthDetails.
          Map.entry("endpoints.health.details-visible", "AUTHENTICATED"),
          Map.entry("endpoints.prometheus.enabled", true),
          Map.entry("endpoints.prometheus.sensitive", false),
          Map.entry("micronaut.metrics.enabled", true),
          Map.entry("micronaut.metrics.export.prometheus.enabled", true),
          Map.entry("micronaut.metrics.export.prometheus.descriptions", true),
          // No service is of less use while Kafka is away: changes wait in Redis, in the outbox or
          // in Kafka itself, and a restart would mend nothing.
          Map.entry("kafka.health.enabled", false),
          // The Kafka client's own hundreds of meters change their tags, which Prometheus refuses.
          Map.entry("micronaut.metrics.binders.kafka.enabled", false),
          // A Postgres that hangs must hold nobody either. Migrations, which may take longer, have
          // connections of their own. Text, for the driver passes over numbers.
          Map.entry("datasources.default.data-source-properties.connectTimeout", "3"),
          Map.entry("datasources.default.data-source-properties.socketTimeout", "20"),
          Map.entry("datasources.default.data-source-properties.tcpKeepAlive", "true"),
          Map.entry("datasources.default.validation-timeout", 1_000),
          // A peer that hangs must not hold a caller: callers retry, and say unavailable.
          Map.entry("micronaut.http.client.connect-timeout", "1s"),
          Map.entry("micronaut.http.client.read-timeout", "5s"),
          Map.entry("micronaut.http.client.max-content-length", "16MB"));

  @Override
  public void configure(ApplicationContextBuilder builder) {
    configure(builder, System.getenv());
  }

  static void configure(ApplicationContextBuilder builder, Map<String, String> environment) {
    builder.propertySources(
        PropertySource.of("presence-defaults", DEFAULTS, BELOW_EVERYTHING),
        PropertySource.of("presence-other-names", OtherNames.of(environment), BELOW_EVERYTHING));
  }
}
