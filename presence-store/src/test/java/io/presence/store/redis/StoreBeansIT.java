package io.presence.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ClientOptions;
import io.micronaut.context.ApplicationContext;
import io.presence.local.servers.TestServers;
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
      assertThat(context.getBean(RedisNodes.class)).isInstanceOf(SingleRedis.class);
    }
    ClientOptions options = RedisClients.options();
    assertThat(options.getDisconnectedBehavior())
        .isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    assertThat(options.getSocketOptions().isKeepAlive()).isTrue();
  }

  @Test
  void anyNodeOfAClusterLeadsToAllOfIt() {
    String all = TestServers.redisCluster().uris();
    for (String uris : List.of(all, all.split(",", 2)[0], "redis://127.0.0.1:1," + all)) {
      try (ApplicationContext context = ApplicationContext.run(Map.of("redis.uri", uris))) {
        RedisNodes nodes = context.getBean(RedisNodes.class);
        assertThat(nodes).as(uris).isInstanceOf(RedisCluster.class);
        assertThat(nodes.primaries()).as(uris).hasSize(3);
        assertThat(context.getBean(PresenceStore.class).reader().countOnline()).isZero();
      }
    }
  }

  @Test
  void serversThatAreNoClusterAreNotTakenForOne() {
    try (TestRedis server = new TestRedis()) {
      String uris = server.uri().toURI() + ",redis://127.0.0.1:1";
      assertThatThrownBy(() -> RedisAddress.parse(uris).open())
          .hasMessageContaining("REDIS_URIS names 2 servers, and redis://127.0.0.1:")
          .hasMessageContaining(
              "is no node of a cluster: name one server, or nodes of one cluster");
    }
  }

  @Test
  void aClusterHasNoOtherDatabases() {
    String uri = TestServers.redisCluster().uris().split(",", 2)[0] + "/3";
    assertThatThrownBy(() -> RedisAddress.parse(uri).open())
        .hasMessageContaining("REDIS_URIS names database 3, and a cluster has database 0 only");
  }

  @Test
  void whatIsNoAddressIsCountedAndNotShown() {
    assertThatThrownBy(() -> RedisAddress.parse("redis://a:1,secret@b"))
        .hasMessageContaining("REDIS_URIS must be redis://host:port")
        .hasMessageContaining("number 2 of 2")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
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
