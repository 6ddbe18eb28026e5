package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.gateway.life.Departure;
import io.presence.store.Gateways;
import io.presence.store.PresenceStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DepartureIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void aGatewayThatGoesTellsItsClientsReportsThemLostAndIsForgotten() throws Exception {
    try (Gateway gateway = Gateway.start(Map.of())) {
      GatewayId self = gateway.bean(GatewayId.class);
      Gateways gateways = gateway.bean(PresenceStore.class).gateways();
      assertThat(gateways.alive()).extracting(Gateways.Alive::gateway).contains(self);
      UserId ann = Gateway.someone("ann");
      Client client = gateway.connect(ann);
      Client nameless = Client.open(gateway.socket(""), null);
      gateway.bean(Departure.class).leave();
      assertThat(client.awaitClose()).isEqualTo(1012);
      assertThat(nameless.awaitClose()).isEqualTo(1012);
      assertThat(gateway.peers.reports(SessionReport.Lost.class, ann)).hasSize(1);
      assertThat(gateways.alive()).extracting(Gateways.Alive::gateway).doesNotContain(self);
      assertThatThrownBy(() -> gateway.connect(ann)).hasMessageContaining("WebSocketHandshake");
    }
  }

  @Test
  void clientsMoveToAnotherGatewayAndNobodyBlinks() throws Exception {
    Map<String, Object> settings = Map.of("presence.drain-ms", 5_000);
    try (Gateway leaving = Gateway.start(settings);
        Gateway staying = Gateway.start(settings)) {
      UserId ann = Gateway.someone("ann");
      UserId bob = Gateway.someone("bob");
      UserId viewer = Gateway.someone("viewer");
      staying.peers.befriend(viewer, ann);
      PresenceStore store = staying.bean(PresenceStore.class);
      Client anns = leaving.connect(ann, "?device_id=phone");
      Client bobs = leaving.connect(bob, "?device_id=phone");
      SessionId sessionOfAnn = store.reader().inspect(ann).sessions().getFirst().session();
      Client watching = staying.connect(viewer);

      CompletableFuture<Void> left =
          CompletableFuture.runAsync(() -> leaving.bean(Departure.class).leave());

      Node first = anns.await("reconnect").get("data");
      Node second = bobs.await("reconnect").get("data");
      assertThat(first.get("after_ms").number()).isBetween(0L, 5_000L);
      assertThat(first.get("after_ms").number()).isNotEqualTo(second.get("after_ms").number());
      assertThat(first.text("reason")).isNotEmpty();
      assertThat(statusOf(leaving.http("/health/readiness"))).isEqualTo(503);
      // As a balancer that has not noticed yet.
      assertThatThrownBy(() -> Client.open(leaving.socket(""), Gateway.token(ann, 60)))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> {
                assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                assertThat(refused.getResponse().headers().firstValue("Retry-After")).isPresent();
              });

      assertThat(anns.awaitClose()).isEqualTo(1012);
      assertThat(bobs.awaitClose()).isEqualTo(1012);
      staying.connect(ann, "?device_id=phone");
      left.get(20, TimeUnit.SECONDS);

      // The session that was left behind lapses, or has given way already: nobody notices.
      assertThat(store.deadlines().decide(ann, sessionOfAnn)).isEmpty();
      assertThat(store.reader().inspect(ann).status()).isEqualTo(Status.ONLINE);
      assertThat(leaving.peers.reports(SessionReport.Closed.class, bob)).isEmpty();
      assertThat(store.reader().inspect(bob).status()).isEqualTo(Status.ONLINE);
      assertThat(watching.frames).isEmpty();
    }
  }

  private static int statusOf(URI uri) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
