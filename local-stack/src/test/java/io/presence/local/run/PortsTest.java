package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.local.home.Refusal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void usualPortsAreThoseOfTheDesign() {
    Ports ports = new Ports(8080);
    assertThat(IntStream.rangeClosed(1, 3).map(ports::gateway)).containsExactly(8080, 8090, 8091);
    assertThat(rest(ports)).containsExactly(8081, 8082, 8083, 8084, 16379, 19092, 19093, 15432);
  }

  @Test
  void everyPortMovesByTheSameDistance() {
    Ports ports = new Ports(9000);
    assertThat(IntStream.rangeClosed(1, 3).map(ports::gateway)).containsExactly(9000, 9010, 9011);
    assertThat(rest(ports)).containsExactly(9001, 9002, 9003, 9004, 17299, 20012, 20013, 16352);
  }

  @Test
  void noTwoComponentsShareAPortWithTheMostGateways() {
    Ports ports = new Ports(1024);
    List<Integer> all =
        IntStream.concat(
                IntStream.rangeClosed(1, Ports.MAX_GATEWAYS).map(ports::gateway),
                rest(ports).stream().mapToInt(port -> port))
            .boxed()
            .toList();
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void aBaseBeyondThePortsThatExistIsRefused() {
    assertThat(rest(new Ports(54522))).allMatch(port -> port <= 65535);
    for (int base : new int[] {1023, 54523, -1}) {
      assertThatThrownBy(() -> new Ports(base))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("1024 to 54522")
          .hasMessageContaining("got " + base);
    }
  }

  private static List<Integer> rest(Ports ports) {
    return List.of(
        ports.heartbeatFunction(),
        ports.expiryWorker(),
        ports.friendGraphService(),
        ports.lastSeenPersister(),
        ports.redis(),
        ports.kafka(),
        ports.kafkaController(),
        ports.postgres());
  }
}
