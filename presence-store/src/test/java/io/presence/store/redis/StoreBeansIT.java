package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfiguration;
import io.presence.store.PresenceStore;
import io.presence.store.StoreFixture;
import io.presence.store.StoreSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store as services get it: by having the module on the class path. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreBeansIT {

  @Test
  void aServiceNeedsOnlyTheAddress() {
    try (TestRedis server = new TestRedis();
        ApplicationContext context =
            ApplicationContext.run(
                Map.of("redis.uri", server.uri().toURI().toString(), "presence.ttl-ms", 2_000))) {
      PresenceStore store = context.getBean(PresenceStore.class);
      assertThat(store.reader().read(List.of(StoreFixture.ANN))).hasSize(1);
      assertThat(context.getBean(StoreSettings.class).ttl()).isEqualTo(Duration.ofSeconds(2));
      ClientOptions options = context.getBean(RedisClient.class).getOptions();
      assertThat(options.getDisconnectedBehavior())
          .isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
      assertThat(options.getSocketOptions().isKeepAlive()).isTrue();
    }
  }

  @Test
  void theVariableMakesNoClusterClientOfOneNode() {
    ApplicationContextConfiguration built =
        (ApplicationContextConfiguration) ApplicationContext.builder();
    assertThat(built.getEnvironmentVariableExcludes()).contains("REDIS_URIS");
  }

  @Test
  void moreThanOneNodeIsRefused() {
    assertThatThrownBy(() ->
            RedisAddress.configure(
                ApplicationContext.builder(), Map.of("REDIS_URIS", "redis://a:1,redis://b:1")))
        .hasMessageContaining("REDIS_URIS must name one node, got 2: redis://a:1,redis://b:1");
  }

  @Test
  void theDefaultsAreThoseOfTheSettings() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertThat(context.getBean(StoreSettings.class)).isEqualTo(StoreSettings.DEFAULTS);
    }
  }

  @Test
  void aSettingOutOfRangeIsNamed() {
    try (ApplicationContext context = ApplicationContext.run(Map.of("presence.ttl.ms", 999))) {
      assertThatThrownBy(() -> context.getBean(StoreSettings.class))
          .hasMessageContaining("PRESENCE_TTL_MS must be at least 1000, got 999");
    }
  }
}
