package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(30)
class LogFormatTest {

  @Test
  void textUnlessToldOtherwiseOrInAFunction() {
    assertThat(new LogFormat(Map.of()).getPropertyValue()).isEqualTo("text");
    assertThat(of("json")).isEqualTo("json");
    assertThat(of("")).isEqualTo("text");
    Map<String, String> function = Map.of("LAMBDA_TASK_ROOT", "/var/task");
    assertThat(new LogFormat(function).getPropertyValue()).isEqualTo("json");
    Map<String, String> told =
        Map.of("LAMBDA_TASK_ROOT", "/var/task", "PRESENCE_LOG_FORMAT", "text");
    assertThat(new LogFormat(told).getPropertyValue()).isEqualTo("text");
  }

  @Test
  void aThirdWordIsRefusedAndLoggedAsText() {
    assertThat(of("xml")).isEqualTo("text");
    assertThatThrownBy(() -> new LogFormat(Map.of("PRESENCE_LOG_FORMAT", "xml")).check())
        .hasMessage("PRESENCE_LOG_FORMAT must be text or json, got xml");
    new LogFormat(Map.of("PRESENCE_LOG_FORMAT", "json")).check();
  }

  @Test
  void jsonIsOneObjectALineWithItsTrace() throws JoranException, IOException {
    String line = logged("two\nlines of {}", new IllegalStateException("why"), "text");

    assertThat(line).endsWith("\n").satisfies(l -> assertThat(l.strip()).doesNotContain("\n"));
    Map<?, ?> object = Objects.requireNonNull(ObjectMapper.getDefault().readValue(line, Map.class));
    assertThat(object.get("formattedMessage")).isEqualTo("two\nlines of text");
    assertThat(object.get("level")).isEqualTo("WARN");
    assertThat(object.get("timestamp")).isInstanceOf(Number.class);
    assertThat(object.get("mdc")).isEqualTo(Map.of("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"));
    assertThat(String.valueOf(object.get("throwable"))).contains("why", "LogFormatTest");
  }

  /** By the encoder of logback.xml for JSON. */
  private static String logged(String message, Throwable failure, Object argument)
      throws JoranException {
    LoggerContext context = new LoggerContext();
    URL file = Objects.requireNonNull(LogFormat.class.getResource("/logback.xml"));
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(jsonOf(file));
    var root = context.getLogger("ROOT");
    var encoder =
        ((OutputStreamAppender<ch.qos.logback.classic.spi.ILoggingEvent>)
                root.getAppender("STDOUT"))
            .getEncoder();
    MDC.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    try {
      var event =
          new LoggingEvent(
              LogFormatTest.class.getName(),
              root,
              ch.qos.logback.classic.Level.WARN,
              message,
              failure,
              new Object[] {argument});
      event.setMDCPropertyMap(MDC.getCopyOfContextMap());
      return new String(encoder.encode(event), StandardCharsets.UTF_8);
    } finally {
      MDC.clear();
      context.stop();
    }
  }

  private static java.io.InputStream jsonOf(URL file) {
    try (var in = file.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new java.io.ByteArrayInputStream(
          text.replace("${FORMAT}", "json").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String of(String word) {
    return new LogFormat(Map.of("PRESENCE_LOG_FORMAT", word)).getPropertyValue();
  }
}
