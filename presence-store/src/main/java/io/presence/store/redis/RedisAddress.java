package io.presence.store.redis;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.Map;

/**
 * Keeps Micronaut from reading {@code REDIS_URIS} as its own {@code redis.uris}, which would make a
 * cluster client of the one node that it names. Services take it as {@code redis.uri}: {@code
 * ${REDIS_URIS:…}} finds the variable all the same.
 */
@ContextConfigurer
public final class RedisAddress implements ApplicationContextConfigurer {
  static final String VARIABLE = "REDIS_URIS";

  @Override
  public void configure(ApplicationContextBuilder builder) {
    configure(builder, System.getenv());
  }

  static void configure(ApplicationContextBuilder builder, Map<String, String> environment) {
    String uris = environment.getOrDefault(VARIABLE, "");
    if (uris.contains(",")) {
      throw new ConfigurationException(
          "%s must name one node, got %d: %s"
              .formatted(VARIABLE, uris.split(",", -1).length, uris));
    }
    builder.environmentVariableExcludes(VARIABLE);
  }
}
