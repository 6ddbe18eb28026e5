package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void inAFileThereAreOnlyWholeLinesAndNoControlCodes() {
    Console console = new Console(out, false);
    console.waitingFor("kafka 1 s");
    console.line("redis is ready");
    console.waitingFor("");
    assertThat(written()).isEqualTo("redis is ready\n");
  }

  @Test
  void onATerminalTheTransientLineStaysBelowAndLeavesNothing() {
    Console console = new Console(out, true);
    console.waitingFor("kafka 1 s");
    console.line("redis is ready");
    console.waitingFor("");
    assertThat(written()).isEqualTo("kafka 1 s\r\u001b[Kredis is ready\nkafka 1 s\r\u001b[K");
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
