package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Push;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client reads nothing, another one everything. */
@Timeout(120)
class SlowReaderIT {
  private static final int SUBJECTS = 200;
  private static final long ENOUGH_UPDATES = 2_000_000;

  @Test
  void whoDoesNotReadIsClosedAndWhoReadsGoesOn() throws Exception {
    try (Gateway gateway = Gateway.start(Map.of("presence.max-behind-ms", 1_000));
        Socket slow = new Socket()) {
      UserId deaf = Gateway.someone("deaf");
      UserId keen = Gateway.someone("keen");
      slow.setReceiveBufferSize(4_096);
      slow.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.http("/").getPort()));
      slow.getOutputStream().write(handshake(Gateway.token(deaf, 60)));
      Client client = gateway.connect(keen);
      Sessions sessions = gateway.bean(Sessions.class);
      await().atMost(Duration.ofSeconds(20)).until(() -> sessions.of(deaf).length == 1);

      MeterRegistry metrics = gateway.bean(MeterRegistry.class);
      String message = "m".repeat(140);
      long version = System.currentTimeMillis();
      for (long i = 0; sessions.of(deaf).length > 0; i++) {
        assertThat(i).as("updates until the socket was closed").isLessThan(ENOUGH_UPDATES);
        UserId subject = new UserId("subject-" + i % SUBJECTS);
        PersonState state = new PersonState(Status.ONLINE, message, List.of(), version);
        PresenceView view = Visibility.view(subject, Sight.FULL, state, version + i, true);
        Push push =
            new Push(
                subject, version + i, gateway.bean(FrameWriter.class).updated(view), frame -> view);
        FlushBatch batch = new FlushBatch();
        for (UserId viewer : List.of(deaf, keen)) {
          for (Session session : sessions.of(viewer)) {
            session.push(push, batch);
          }
        }
        batch.flush();
        if (i % SUBJECTS == 0) {
          sessions.of(keen)[0].channel().written().get(20, TimeUnit.SECONDS);
        }
      }

      assertThat(metrics.get("presence.sockets.closed").tag("code", "4430").counter().count())
          .isEqualTo(1);
      assertThat(metrics.get("presence.frames.replaced").counter().count()).isPositive();
      assertThat(client.closed).isNotDone();
      await().atMost(Duration.ofSeconds(20)).until(() -> client.frames.size() >= SUBJECTS);
    }
  }

  private static byte[] handshake(String token) {
    return """
    GET /v1/presence/ws HTTP/1.1\r
    Host: localhost\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
    Authorization: Bearer %s\r
    \r
    """
        .formatted(token)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
