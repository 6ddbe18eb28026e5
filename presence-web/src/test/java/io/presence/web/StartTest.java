package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a service needs before it starts. */
@Timeout(60)
class StartTest {
  private static final String SECRET = MannersTest.SECRET;

  @Test
  void aServiceWithClientsNeedsToKnowWhoseTokensCount() {
    assertThatThrownBy(() -> start("clients", Map.of()))
        .hasMessageContaining("PRESENCE_JWKS_URL")
        .hasMessageContaining("PRESENCE_JWT_SECRET");
  }

  @Test
  void aServiceWithoutClientsDoesNot() {
    assertThat(start("services", Map.of())).isTrue();
  }

  @Test
  void secretAndPublishedKeysExcludeEachOther() {
    assertThatThrownBy(() ->
            start(
                "clients",
                Map.of(
                    "presence.jwt-secret", SECRET, "presence.jwks-url", "http://127.0.0.1:1/keys")))
        .rootCause()
        .hasMessageContaining("both set");
  }

  @Test
  void publishedKeysNeedToBeToldWhoseAndForWhom() {
    Map<String, Object> keys = Map.of("presence.jwks-url", "http://127.0.0.1:1/keys");
    assertThatThrownBy(() -> start("clients", with(keys, "presence.jwt-audience", "presence")))
        .rootCause()
        .hasMessageContaining("PRESENCE_JWT_ISSUER");
    for (String none : new String[] {"", " , "}) {
      Map<String, Object> issued = with(keys, "presence.jwt-issuer", "https://id.example.org");
      assertThatThrownBy(() -> start("clients", with(issued, "presence.jwt-audience", none)))
          .rootCause()
          .hasMessageContaining("PRESENCE_JWT_AUDIENCE")
          .hasMessageContaining("any other app");
      assertThat(start("clients", with(issued, "presence.jwt-audience", "presence"))).isTrue();
    }
    // Whoever means any says so.
    Map<String, Object> anyone = with(keys, "presence.jwt-issuer", "*");
    assertThat(start("clients", with(anyone, "presence.jwt-audience", "*"))).isTrue();
    assertThatThrownBy(() -> start("clients", with(anyone, "presence.jwt-audience", "*,chat")))
        .rootCause()
        .hasMessageContaining("[*, chat]");
  }

  @Test
  void aSecretIsWarnedOfOnceAndNotTold() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(TokensAreSet.class);
    logger.addAppender(log);
    try {
      assertThat(start("clients", Map.of("presence.jwt-secret", SECRET))).isTrue();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.WARN);
          assertThat(line.getFormattedMessage())
              .contains("PRESENCE_JWT_SECRET")
              .doesNotContain(SECRET);
        });
  }

  private static Map<String, Object> with(Map<String, Object> settings, String name, String value) {
    Map<String, Object> more = new HashMap<>(settings);
    more.put(name, value);
    return more;
  }

  @Test
  void settingsThatCannotBeMeantAreNamed() {
    assertThatThrownBy(() -> start("clients", Map.of("presence.jwt-secret", "c2hvcnQ")))
        .rootCause()
        .hasMessageContaining("at least 32 bytes")
        .hasMessageContaining("got 5");
    Map<String, Object> file = Map.of("presence.jwks-url", "file:/etc/passwd");
    Map<String, Object> issued = with(file, "presence.jwt-issuer", "https://id.example.org");
    assertThatThrownBy(() -> start("clients", with(issued, "presence.jwt-audience", "presence")))
        .rootCause()
        .hasMessageContaining("PRESENCE_JWKS_URL")
        .hasMessageContaining("file:/etc/passwd");
    assertThatThrownBy(() ->
            start(
                "clients",
                Map.of("presence.jwt-secret", SECRET, "presence.jwt-clock-skew", "301s")))
        .rootCause()
        .hasMessageContaining("PRESENCE_JWT_CLOCK_SKEW");
    assertThatThrownBy(() ->
            start(
                "clients",
                Map.of("presence.jwt-secret", SECRET, "presence.allowed-origins", "example.org")))
        .rootCause()
        .hasMessageContaining("PRESENCE_ALLOWED_ORIGINS");
  }

  private static boolean start(String spec, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("micronaut.server.port", -1);
    all.put("presence.service-key", "a-key-of-the-test-services");
    all.put("start-spec", spec);
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, all)) {
      return server.isRunning();
    }
  }

  @Controller
  @Requires(property = "start-spec", value = "clients")
  static class ForClients {
    @Get("/v1/something")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    String something() {
      return "";
    }
  }

  @Controller
  @Requires(property = "start-spec", value = "services")
  static class ForServices {
    @Get("/internal/v1/something")
    String something() {
      return "";
    }
  }
}
