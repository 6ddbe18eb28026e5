package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.gateway.life.Departure;
import io.presence.store.Gateways;
import io.presence.store.PresenceStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DepartureIT {
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
}
