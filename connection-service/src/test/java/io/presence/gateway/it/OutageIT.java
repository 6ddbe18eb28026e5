package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.SessionId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.store.PresenceStore;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway needs is away. */
@Timeout(120)
class OutageIT {
  @Test
  void clientsAreToldThatWhatTheyHoldIsStaleAndThatItIsLiveAgain() throws Exception {
    URI redis = URI.create(TestServers.redisUri());
    try (Wire wire = new Wire(redis);
        Gateway gateway =
            Gateway.start(
                Map.of(
                    "redis.uri",
                    "redis://127.0.0.1:" + wire.port(),
                    "presence.sync-interval-ms",
                    500))) {
      UserId ann = Gateway.someone("ann");
      UserId viewer = Gateway.someone("viewer");
      gateway.peers.befriend(viewer, ann);
      gateway.connect(ann);
      Client watching = gateway.connect(viewer);
      wire.cut();
      awaitLevel(watching, "stale");
      wire.mend();
      awaitLevel(watching, "live");
      assertThat(watching.frames).as("nobody has changed").isEmpty();
    }
  }

  /**
   * It may be delayed before, and after. The connection to the store is looked for less and less
   * often.
   */
  private static void awaitLevel(Client client, String level) throws Exception {
    String told = "delayed";
    while (told.equals("delayed")) {
      await().atMost(Duration.ofSeconds(40)).until(() -> !client.frames.isEmpty());
      told = client.await("degraded").get("data").text("level");
    }
    assertThat(told).isEqualTo(level);
  }

  @Test
  void withoutHeartbeatFunctionClientsStayOnlineAndNewOnesConnect() throws Exception {
    TestServers.createTopics(Map.of(Topics.PRESENCE_CHANGES, 2));
    try (Gateway gateway =
        Gateway.start(
            Map.of(
                "redis.uri", TestServers.redisUri() + "/6",
                "presence.ttl-ms", 3_000,
                "presence.heartbeat-interval-ms", 500))) {
      UserId ann = Gateway.someone("ann");
      gateway.connect(ann);
      PresenceStore store = gateway.bean(PresenceStore.class);
      SessionId session = store.reader().inspect(ann).sessions().getFirst().session();
      gateway.peers.down.put(Peers.HEARTBEATS, true);

      UserId bob = Gateway.someone("bob");
      Client bobs = gateway.connect(bob);
      assertThat(bobs.ask("s", "update_status", "{\"status\":\"busy\"}").text("event"))
          .isEqualTo("ack");
      await()
          .during(Duration.ofSeconds(7))
          .atMost(Duration.ofSeconds(30))
          .until(() -> store.deadlines().decide(ann, session).isEmpty());
      assertThat(store.reader().inspect(ann).status().word()).isEqualTo("online");
      assertThat(store.reader().inspect(bob).status().word()).isEqualTo("busy");
      invisibleSinceSomebodyLooked(gateway, bob, bobs);
      await()
          .alias("what this gateway wrote is published; what its peer wrote is not, in this test")
          .atMost(Duration.ofSeconds(20))
          .until(() -> store.ledger().unconfirmed(new Sharding(256).all()) == 1);

      gateway.peers.down.clear();
      int before = gateway.peers.reports.size();
      await().atMost(Duration.ofSeconds(30)).until(() -> gateway.peers.reports.size() > before);
    }
  }

  /** What was answered to those who look is no answer to what a session begins with. */
  private static void invisibleSinceSomebodyLooked(Gateway gateway, UserId viewer, Client viewing)
      throws Exception {
    UserId eve = Gateway.someone("eve");
    gateway.peers.see(viewer, eve, Sight.FULL);
    gateway.peers.lastSeen.put(eve, new LastSeen(eve, 1_000, 1, HandSet.NOTHING));
    Node seen = viewing.ask("g", "get_presence", "{\"user_ids\":[\"" + eve + "\"]}");
    assertThat(seen.get("data").get(0).text("last_seen")).startsWith("1970-01-01T00:00:01");
    gateway.peers.lastSeen.put(
        eve, new LastSeen(eve, 2_000, 2, new HandSet(Status.INVISIBLE, null, null)));
    gateway.connect(eve);
    assertThat(gateway.bean(PresenceStore.class).reader().inspect(eve).status())
        .isEqualTo(Status.INVISIBLE);
  }
}
