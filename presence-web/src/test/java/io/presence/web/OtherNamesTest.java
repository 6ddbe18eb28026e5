package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherNamesTest {
  private static final String TTL = "PRESENCE_TTL_MS";
  private static final String DELAY = "PRESENCE_OFFLINE_DELAY_MS";

  @Test
  void theOfflineDelayIsTheTtl() {
    assertThat(ttl(Map.of(DELAY, "12000"))).contains(12_000L);
    assertThat(ttl(Map.of(TTL, "12000"))).contains(12_000L);
    assertThat(ttl(Map.of(DELAY, "12000", TTL, "12000"))).contains(12_000L);
    assertThat(ttl(Map.of(DELAY, " "))).isEmpty();
    assertThat(ttl(Map.of())).isEmpty();
  }

  @Test
  void twoValuesForOneSettingAreRefusedWithBoth() {
    assertThatThrownBy(() -> ttl(Map.of(DELAY, "12000", TTL, "30000")))
        .hasMessageContainingAll(DELAY, "12000", TTL, "30000");
  }

  @Test
  void eitherNameIsKnown() {
    SettingsAreKnown.require(Map.of(DELAY, "", TTL, "").keySet());
  }

  /** As a service with this environment would have it. */
  private static Optional<Long> ttl(Map<String, String> environment) {
    Map<String, Object> variables = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.equals(TTL)) {
        variables.put("presence.ttl-ms", value);
      }
    });
    var builder =
        ApplicationContext.builder()
            .environmentPropertySource(false)
            .propertySources(PropertySource.of("environment", variables));
    ServiceDefaults.configure(builder, environment);
    try (var environmentOnly = builder.build().getEnvironment().start()) {
      return environmentOnly.getProperty("presence.ttl-ms", Long.class);
    }
  }
}
