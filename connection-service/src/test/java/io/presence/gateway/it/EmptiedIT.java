package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.local.servers.RedisWire;
import io.presence.local.servers.TestServers;
import io.presence.store.Inspection;
import io.presence.store.PresenceStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis loses everything while clients are connected. */
@Timeout(120)
class EmptiedIT {
  private static final Map<String, Object> SETTINGS =
      Map.of(
          // A database of its own: nobody else's is emptied.
          "redis.uri", TestServers.redisUri() + "/5",
          "presence.ttl-ms", 6_000,
          "presence.heartbeat-interval-ms", 500,
          "presence.sync-interval-ms", 500);

  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void whoIsHereIsFoundOutAnewWithoutAWordAndWhoIsGoneIsToldInTheEnd() throws Exception {
    try (Gateway gateway = Gateway.start(SETTINGS)) {
      UserId ann = Gateway.someone("ann");
      UserId bob = Gateway.someone("bob");
      UserId viewer = Gateway.someone("viewer");
      UserId late = Gateway.someone("late");
      for (UserId contact : List.of(ann, bob)) {
        gateway.peers.befriend(viewer, contact);
        gateway.peers.befriend(late, contact);
      }
      gateway.connect(ann);
      Client bobs = gateway.connect(bob);
      Client watching = gateway.connect(viewer);
      PresenceStore store = gateway.bean(PresenceStore.class);

      bobs.cut();
      await().atMost(LONG).until(() -> isLost(store, bob));
      flush();
      List<Node> frames = new ArrayList<>();
      frames.add(watching.await("degraded"));
      assertThat(frames.getFirst().get("data").text("level")).isEqualTo("stale");

      Client newcomer = Client.open(gateway.socket(""), Gateway.token(late, 60));
      newcomer.await("authenticated");
      assertThat(newcomer.await("degraded").get("data").text("level")).isEqualTo("stale");

      while (!isLive(frames.getLast())) {
        Node next = watching.frames.poll(30, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(next).as("after " + frames).isNotNull();
        frames.add(next);
      }
      List<Node> updates =
          frames.stream().filter(frame -> frame.text("event").equals("presence_updated")).toList();
      // The one who was lost may be told just after the level.
      Node ofBob = updates.isEmpty() ? watching.await("presence_updated") : updates.getFirst();
      assertThat(updates.size()).isLessThanOrEqualTo(1);
      assertThat(ofBob.get("data").text("user_id")).isEqualTo(bob.value());
      assertThat(ofBob.get("data").text("status")).isEqualTo("offline");
      assertThat(store.reader().inspect(ann).status().word()).isEqualTo("online");
      assertThat(watching.frames).isEmpty();

      List<Node> told = new ArrayList<>();
      while (told.size() < 2) {
        Node next = newcomer.frames.poll(30, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(next).as("after " + told).isNotNull();
        if (next.text("event").equals("presence_info")) {
          told.addAll(next.get("data").items());
        }
      }
      assertThat(told)
          .extracting(each -> each.text("user_id") + " " + each.text("status"))
          .containsExactlyInAnyOrder(ann + " online", bob + " offline");
    }
  }

  @Test
  void whoGoesBeforeTheyBeganAgainIsKnownToHaveGone() throws Exception {
    try (Gateway gateway = Gateway.start(SETTINGS)) {
      UserId ann = Gateway.someone("ann");
      UserId bob = Gateway.someone("bob");
      Client anns = gateway.connect(ann);
      Client bobs = gateway.connect(bob);
      PresenceStore store = gateway.bean(PresenceStore.class);
      flush();
      long emptied = System.currentTimeMillis();
      anns.goodbye();
      bobs.cut();
      await().atMost(LONG).until(() -> isLost(store, bob));
      await()
          .atMost(LONG)
          .until(() ->
              store.reader().inspect(ann).status() == Status.OFFLINE
                  && store.reader().inspect(ann).known());
      assertThat(store.reader().inspect(ann).lastSeen()).isGreaterThanOrEqualTo(emptied - 1_000);
    }
  }

  private static void flush() throws IOException {
    try (RedisWire redis = new RedisWire(URI.create(TestServers.redisUri()).getPort())) {
      redis.say("SELECT", "5");
      redis.say("FLUSHDB");
    }
  }

  private static boolean isLost(PresenceStore store, UserId user) {
    var sessions = store.reader().inspect(user).sessions();
    return !sessions.isEmpty() && sessions.stream().allMatch(Inspection.Registered::lost);
  }

  private static boolean isLive(Node frame) {
    return frame.text("event").equals("degraded") && frame.get("data").text("level").equals("live");
  }
}
