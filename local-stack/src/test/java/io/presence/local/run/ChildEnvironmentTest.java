package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
  @Test
  void settingsOfPresencePassThroughAndStrayOnesOfTheShellDoNot() {
    Map<String, String> caller =
        Map.of(
            "PATH", "/bin",
            "PRESENCE_TTL_MS", "3000",
            "PRESENCE_JWT_SECRET", "of the caller",
            "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092",
            "MICRONAUT_ENVIRONMENTS", "ec2",
            "JAVA_TOOL_OPTIONS", "-Xmx4g");
    assertThat(ChildEnvironment.of(caller, Map.of("PRESENCE_JWT_SECRET", "of the stack")))
        .isEqualTo(
            Map.of(
                "PATH", "/bin",
                "PRESENCE_TTL_MS", "3000",
                "PRESENCE_JWT_SECRET", "of the stack"));
  }
}
