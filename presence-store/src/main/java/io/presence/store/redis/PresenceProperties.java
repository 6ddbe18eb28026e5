package io.presence.store.redis;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.presence.contracts.Sharding;
import io.presence.store.StoreSettings;
import java.time.Duration;

/**
 * {@code PRESENCE_*} as every process that opens the store reads them; checked by {@link
 * StoreSettings}.
 *
 * @param shards {@code PRESENCE_SHARDS}: into how many parts the keys are cut, each in one slot of
 *     a cluster
 * @param ttlMs {@code PRESENCE_TTL_MS}
 * @param idleTimeoutMs {@code PRESENCE_IDLE_TIMEOUT_MS}
 * @param maxSessions {@code PRESENCE_MAX_SESSIONS}: of one person; with one more, the longest idle
 *     gives way
 * @param userRetentionMs {@code PRESENCE_USER_RETENTION_MS}: how long Redis knows somebody after
 *     their last session
 */
@ConfigurationProperties("presence")
record PresenceProperties(
    @Bindable(defaultValue = "256") int shards,
    @Bindable(defaultValue = "30000") long ttlMs,
    @Bindable(defaultValue = "300000") long idleTimeoutMs,
    @Bindable(defaultValue = "20") int maxSessions,
    @Bindable(defaultValue = "86400000") long userRetentionMs) {

  StoreSettings settings() {
    return new StoreSettings(
        new Sharding(shards),
        Duration.ofMillis(ttlMs),
        Duration.ofMillis(idleTimeoutMs),
        maxSessions,
        Duration.ofMillis(userRetentionMs));
  }
}
