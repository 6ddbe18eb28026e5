package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.HttpServerConfiguration.CorsConfiguration;
import io.micronaut.http.server.cors.CorsOriginConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsTest {
  @Test
  void aPageMaySendAndReadEveryHeaderThatTheEndpointsKnow() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of(
                "presence.allowed-origins", "https://app.example.org",
                "presence.service-key", "a-key-of-services-that-is-long-enough-for-them"))) {
      CorsConfiguration cors = context.getBean(CorsConfiguration.class);
      assertThat(cors.getConfigurations()).containsOnlyKeys("presence");
      CorsOriginConfiguration allowed = cors.getConfigurations().get("presence");
      assertThat(allowed.getAllowedHeaders())
          .containsExactlyInAnyOrder(
              "Authorization", "Content-Type", "If-Match", "If-None-Match", "Import-Id");
      assertThat(allowed.getExposedHeaders())
          .containsExactlyInAnyOrder("ETag", "Retry-After", "Import-Id");
      assertThat(allowed.isAllowCredentials()).isFalse();
    }
  }
}
