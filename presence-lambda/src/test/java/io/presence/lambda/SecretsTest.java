package io.presence.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SecretsTest {
  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:";

  private final List<String> asked = new ArrayList<>();

  @Test
  void aSettingIsTheValueOfTheSecretThatTheEnvironmentNames() {
    assertThat(settings(Map.of("SECRET_ARN_REDIS_URIS", ARN + "plain", "PATH", "/bin")))
        .isEqualTo(Map.of("REDIS_URIS", "of plain"));
  }

  @Test
  void membersOfOneSecretAreReadWithOneQuestion() {
    Map<String, String> environment =
        Map.of(
            "SECRET_ARN_USERNAME", ARN + "json:username::",
            "SECRET_ARN_PASSWORD", ARN + "json:password::");
    assertThat(settings(environment)).isEqualTo(Map.of("USERNAME", "u", "PASSWORD", "7"));
    assertThat(asked).containsExactly(ARN + "json");
  }

  @Test
  void aSettingThatIsAlsoInTheEnvironmentIsRefusedByItsName() {
    Map<String, String> both =
        Map.of("REDIS_URIS", "redis://x", "SECRET_ARN_REDIS_URIS", ARN + "plain");
    assertThatThrownBy(() -> settings(both))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("REDIS_URIS", "SECRET_ARN_REDIS_URIS", "unset");
  }

  @Test
  void whatIsNoArnIsRefused() {
    assertThatThrownBy(() -> settings(Map.of("SECRET_ARN_KEY", "a-secret-by-mistake")))
        .hasMessageContaining("SECRET_ARN_KEY must be the ARN of a secret");
  }

  @Test
  void aMemberThatIsNotThereIsNamedWithoutTellingTheSecret() {
    assertThatThrownBy(() -> settings(Map.of("SECRET_ARN_KEY", ARN + "json:nothing::")))
        .hasMessageContainingAll("SECRET_ARN_KEY", "no value for nothing")
        .hasMessageNotContaining("username");
    assertThatThrownBy(() -> settings(Map.of("SECRET_ARN_KEY", ARN + "plain:nothing::")))
        .hasMessageNotContaining("of plain");
  }

  @Test
  void anEmptySecretIsRefused() {
    assertThatThrownBy(() -> settings(Map.of("SECRET_ARN_KEY", ARN + "empty")))
        .hasMessageContaining("SECRET_ARN_KEY names has no value");
  }

  private Map<String, Object> settings(Map<String, String> environment) {
    return new Secrets(environment, this::secret).settings();
  }

  private String secret(String arn) {
    asked.add(arn);
    return switch (arn.substring(ARN.length())) {
      case "json" -> "{\"username\":\"u\",\"password\":7}";
      case "empty" -> "";
      case String name -> "of " + name;
    };
  }
}
