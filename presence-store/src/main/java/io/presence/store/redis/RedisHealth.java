package io.presence.store.redis;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.presence.contracts.ShardId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/**
 * Whether Redis answers. While some nodes of a cluster do not, a service still works for everybody
 * else, so that takes nobody out of rotation; how many shards are silent is a detail.
 */
@Singleton
@Requires(classes = HealthIndicator.class)
@Requires(beans = RedisNodes.class)
final class RedisHealth implements HealthIndicator {
  private static final String NAME = "redis";

  private final PresenceStore store;
  private final List<ShardId> shards;

  RedisHealth(PresenceStore store, StoreSettings settings) {
    this.store = store;
    this.shards = settings.sharding().all();
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.fromCompletableFuture(() -> {
      CompletableFuture<HealthResult> result = new CompletableFuture<>();
      Thread.ofVirtual().name("redis-health").start(() -> result.complete(look()));
      return result;
    });
  }

  private HealthResult look() {
    try {
      int silent = shards.size() - store.deadlines().answering(shards).size();
      return HealthResult.builder(
              NAME, silent == shards.size() ? HealthStatus.DOWN : HealthStatus.UP)
          .details(Map.of("shards", shards.size(), "silent", silent))
          .build();
    } catch (StoreUnavailableException e) {
      return HealthResult.builder(NAME, HealthStatus.DOWN).exception(e).build();
    }
  }
}
