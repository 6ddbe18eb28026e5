package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that everybody comes to at once. */
@Timeout(60)
class AdmissionIT {
  private static final int AT_ONCE = 12;

  @Test
  void whoComesTooEarlyIsToldWhenToComeBack() throws Exception {
    UserId ann = Gateway.someone("ann");
    List<HttpResponse<?>> refused = new ArrayList<>();
    try (Gateway gateway = Gateway.start(Map.of("presence.admissions-per-second", 1));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Client>> clients = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        clients.add(threads.submit(() -> Client.open(gateway.socket(""), Gateway.token(ann, 60))));
      }
      for (Future<Client> client : clients) {
        try {
          client.get().cut();
        } catch (ExecutionException e) {
          assertThat(e.getCause().getCause()).isInstanceOf(WebSocketHandshakeException.class);
          refused.add(((WebSocketHandshakeException) e.getCause().getCause()).getResponse());
        }
      }
    }
    assertThat(refused).hasSizeBetween(1, AT_ONCE - 1);
    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).isEqualTo(503);
          String seconds = answer.headers().firstValue("Retry-After").orElseThrow();
          assertThat(Integer.parseInt(seconds)).isBetween(1, 31);
        });
  }

  @Test
  void whoeverHasNoGoodTokenTakesNothingFromThoseWhoHave() throws Exception {
    UserId ann = Gateway.someone("ann");
    try (Gateway gateway = Gateway.start(Map.of("presence.admissions-per-second", 1))) {
      for (int i = 0; i < AT_ONCE; i++) {
        assertThat(status(gateway, "rubbish")).isEqualTo(401);
      }
      Client.open(gateway.socket(""), null);
      Client.open(gateway.socket(""), Gateway.token(ann, 60)).await("authenticated");
    }
  }

  @Test
  void aTokenInTheFirstFrameNeedsAnAdmissionToo() throws Exception {
    UserId ann = Gateway.someone("ann");
    List<Client> clients = new ArrayList<>();
    try (Gateway gateway = Gateway.start(Map.of("presence.admissions-per-second", 1))) {
      while (clients.size() < 3) {
        try {
          clients.add(Client.open(gateway.socket(""), null));
        } catch (ExecutionException e) {
          // Upgrades without a token have to wait for one another, too.
          assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
        }
      }
      for (Client client : clients) {
        client.send(
            "{\"event\":\"authenticate\",\"ref\":\"a\",\"data\":{\"token\":\"%s\"}}"
                .formatted(Gateway.token(ann, 60)));
      }
      List<Node> refused = new ArrayList<>();
      for (Client client : clients) {
        Node answer = client.frames.take();
        if (!answer.text("event").equals("authenticated")) {
          assertThat(answer.code()).isEqualTo("unavailable");
          assertThat(client.awaitClose()).isEqualTo(1013);
          refused.add(answer);
        }
      }
      assertThat(refused)
          .hasSizeBetween(1, 2)
          .allSatisfy(
              answer -> assertThat(answer.get("data").get("retry_after_ms").number()).isPositive());
    }
  }

  private static int status(Gateway gateway, String token) throws Exception {
    try {
      Client.open(gateway.socket(""), token).cut();
      return 101;
    } catch (ExecutionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }
}
