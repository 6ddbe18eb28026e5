package io.presence.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micronaut.configuration.lettuce.AbstractRedisConfiguration;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.ObjectMapper;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;

/**
 * The store as a bean of any service that has this module on its class path and says {@code
 * redis.uri}; client and connection are Micronaut's, one of each in a process.
 */
@Factory
final class RedisPresenceStoreFactory {

  @Singleton
  StoreSettings storeSettings(PresenceProperties properties) {
    return properties.settings();
  }

  @Singleton
  // Not every function that writes to Kafka has one, and functions make all their beans at once.
  @Requires(property = "redis.uri")
  PresenceStore presenceStore(
      StatefulRedisConnection<String, String> connection,
      RedisClient client,
      AbstractRedisConfiguration configuration,
      StoreSettings settings,
      ObjectMapper mapper) {
    RedisURI uri = configuration.getUri().orElse(configuration);
    return new RedisPresenceStore(connection.async(), client, uri, settings, mapper);
  }
}
