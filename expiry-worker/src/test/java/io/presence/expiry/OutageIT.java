package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.Cause;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.store.StoreUnavailableException;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis stands still for longer than leases last. */
@Timeout(120)
class OutageIT {
  private static final long TTL_MILLIS = 3_000;
  private static final int PAUSE_MILLIS = 6_000;

  @Test
  void whoIsHeardAfterAnOutageIsNotTakenForGoneAndWhoIsNotIs() throws Exception {
    try (FakeFriendGraph graph = new FakeFriendGraph();
        Worker worker =
            Worker.start(
                graph, "outage-" + SessionId.random(), Map.of("presence.ttl-ms", TTL_MILLIS));
        StreamProbe changes = StreamProbe.ofChanges(TestServers.kafkaBootstrapServers())) {
      await().atMost(Duration.ofSeconds(20)).until(() -> worker.ownedShards() == 256);
      UserId stays = new UserId("stays-" + SessionId.random());
      UserId goes = new UserId("goes-" + SessionId.random());
      GatewayId gateway = new GatewayId("gw-outage");
      PresenceChanged begun = worker.connect(stays, gateway);
      worker.connect(goes, gateway);
      SessionId session = Objects.requireNonNull(begun.sessionId());
      pauseRedis();
      await()
          .alias("the outage is noticed")
          .atMost(Duration.ofSeconds(10))
          .until(() -> fails(worker, stays, session));

      // As a gateway that still hears its client.
      await().atMost(Duration.ofSeconds(20)).until(() -> !fails(worker, stays, session));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            heard(worker, stays, session);
            return lapsed(changes, goes);
          });
      assertThat(lapsed(changes, stays)).isFalse();
      await().atMost(Duration.ofSeconds(30)).until(() -> lapsed(changes, stays));
    }
  }

  private static boolean lapsed(StreamProbe changes, UserId user) {
    return changes.changesOf(user).stream().anyMatch(change -> change.cause() == Cause.LAPSED);
  }

  private static void heard(Worker worker, UserId user, SessionId session) {
    var _ = worker.apply(new SessionReport.Heard(user, session, 0));
  }

  private static boolean fails(Worker worker, UserId user, SessionId session) {
    try {
      heard(worker, user, session);
      return false;
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  private static void pauseRedis() throws IOException {
    URI redis = URI.create(TestServers.redisUri());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.getPort())) {
      socket
          .getOutputStream()
          .write(
              "CLIENT PAUSE %d ALL\r\n"
                  .formatted(PAUSE_MILLIS)
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    }
  }
}
