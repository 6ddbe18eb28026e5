package io.presence.store.redis;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.serde.ObjectMapper;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import jakarta.inject.Singleton;

/**
 * The store as a bean of any service that has this module on its class path and says {@code
 * redis.uri}, which is {@code REDIS_URIS}; one set of connections in a process.
 */
@Factory
final class RedisPresenceStoreFactory {

  @Singleton
  StoreSettings storeSettings(PresenceProperties properties) {
    return properties.settings();
  }

  @Singleton
  @Bean(preDestroy = "close")
  // Not every function that writes to Kafka has one, and functions make all their beans at once.
  @Requires(property = "redis.uri")
  RedisNodes redisNodes(@Property(name = "redis.uri") String uris) {
    return RedisAddress.parse(uris).open();
  }

  @Singleton
  @Requires(property = "redis.uri")
  PresenceStore presenceStore(RedisNodes nodes, StoreSettings settings, ObjectMapper mapper) {
    return new RedisPresenceStore(nodes, settings, mapper);
  }
}
