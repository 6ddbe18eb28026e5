package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.local.home.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortCheckTest {
  private static final Ports PORTS = new Ports(8080);
  private static final List<Component> COMPONENTS =
      List.of(component("redis", 16379), component("connection-service", 8080));

  @Test
  void freePortsAreNoMatter() {
    assertThatCode(() -> PortCheck.require(COMPONENTS, PORTS, port -> true))
        .doesNotThrowAnyException();
  }

  @Test
  void aTakenPortIsOneSentenceWithThePortWhoNeedsItAndTheRemedy() {
    assertThatThrownBy(() -> PortCheck.require(COMPONENTS, PORTS, port -> port != 8080))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "Port 8080 (for connection-service) is taken by another program: stop that, or move all"
                + " ports of Presence with --port-base N, for instance --port-base 18080.");
  }

  @Test
  void severalTakenPortsAreNamedTogetherAlsoTheOneThatKafkaKeepsForItself() {
    Set<Integer> taken = Set.of(16379, 19093);
    assertThatThrownBy(() -> PortCheck.require(COMPONENTS, PORTS, port -> !taken.contains(port)))
        .hasMessageStartingWith("Ports 16379 (for redis), 19093 (for kafka) are taken");
  }

  private static Component component(String name, int port) {
    return Component.service(
        name, Component.Tier.SERVICE, port, List.of("true"), Map.of(), () -> true);
  }
}
