package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of a delivery. */
class DeliveryTest {
  private static final GatewayId GATEWAY = new GatewayId("gw-1");
  private static final UserId ANN = new UserId("ann:1");
  private static final Delivery PRESENCE =
      delivery(Delivery.Kind.PRESENCE, List.of(new UserId("bob@x"), new UserId("c:d")), null);

  static Stream<Delivery> deliveries() {
    return Stream.of(
        PRESENCE,
        delivery(Delivery.Kind.PRESENCE, List.of(ANN), null),
        new Delivery(GATEWAY, Delivery.Kind.PRESENCE, ANN, 7, List.of(ANN), null, true, 5L),
        delivery(
            Delivery.Kind.PRESENCE,
            IntStream.range(0, 5_000).mapToObj(i -> new UserId("user-" + i)).toList(),
            null),
        delivery(Delivery.Kind.ME, List.of(), new SessionId("s1")),
        delivery(Delivery.Kind.EVICT, List.of(), new SessionId("s1")));
  }

  @ParameterizedTest
  @MethodSource("deliveries")
  void isReadAsItWasWritten(Delivery delivery) {
    assertThat(Delivery.read(delivery.headers()::get, GATEWAY)).contains(delivery);
  }

  @Test
  void anotherGatewaySkipsItWithoutParsingTheRest() {
    Map<String, byte[]> headers = new HashMap<>(PRESENCE.headers());
    headers.put("to", "not,valid ids!".getBytes(StandardCharsets.UTF_8));
    headers.remove("v");
    assertThat(Delivery.read(headers::get, new GatewayId("gw-2"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"g", "k", "u", "v", "to"})
  void aMissingHeaderIsNamed(String name) {
    Map<String, byte[]> headers = new HashMap<>(PRESENCE.headers());
    headers.remove(name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Delivery.read(headers::get, GATEWAY))
        .withMessageContaining("header " + name);
  }

  private static Delivery delivery(
      Delivery.Kind kind, List<UserId> viewers, @Nullable SessionId session) {
    return new Delivery(GATEWAY, kind, ANN, 1_700_000_000_001L, viewers, session);
  }
}
