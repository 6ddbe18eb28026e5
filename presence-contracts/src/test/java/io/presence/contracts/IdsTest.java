package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spelling of ids. */
class IdsTest {
  private static final List<Function<String, Object>> WITHOUT_COLON =
      List.of(DeviceId::new, SessionId::new, GatewayId::new);

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "ann:1", "a.b_c@d-e", "::"})
  void aUserIdMayBe(String value) {
    assertThat(new UserId(value).value()).isEqualTo(value);
    assertThat(UserId.isValid(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a,b", "é", "a/b", "a{b}", "a\n", "a\u0000", "ａ"})
  void noIdMayBe(String value) {
    assertThat(UserId.isValid(value)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId(value));
    for (Function<String, Object> id : WITHOUT_COLON) {
      assertThatIllegalArgumentException().isThrownBy(() -> id.apply(value));
    }
  }

  @Test
  void onlyUserIdsMayContainAColon() {
    for (Function<String, Object> id : WITHOUT_COLON) {
      assertThatIllegalArgumentException().isThrownBy(() -> id.apply("a:b"));
      assertThat(id.apply("a.b_c@d-e")).hasToString("a.b_c@d-e");
    }
  }

  @Test
  void anIdHasAtMost128Characters() {
    for (int length : new int[] {127, 128}) {
      assertThat(new UserId("a".repeat(length)).value()).hasSize(length);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new UserId("a".repeat(129)));
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("x".repeat(10_000), "(10000)"),
        Arguments.of("a\nb\u001b[31m", "\"a?b?[31m\""),
        Arguments.of("a b", "user_id must be 1-128 characters of [A-Za-z0-9._:@-]"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aRefusalNamesTheRuleAndKeepsHostileInputOut(String value, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserId(value))
        .withMessageContaining(part)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void freshIdsAreValidAndDiffer() {
    assertThat(SessionId.random()).isNotEqualTo(SessionId.random());
    assertThat(GatewayId.random().value()).startsWith("gw-").hasSize(25);
    assertThat(SessionId.random().value()).hasSize(22);
  }
}
