package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogExcerptTest {
  @Test
  void errorsAndCausesAreChosenWithoutStackFramesAndChatter() {
    assertThat(
            LogExcerpt.of(
                List.of(
                    "10:00 INFO starting",
                    "10:01 ERROR [main] Runtime - Error starting server",
                    "java.lang.IllegalArgumentException: PRESENCE_SERVICE_KEY must be set",
                    "\tat io.presence.web.ServiceKey.<init>(ServiceKey.java:27)",
                    "Caused by: java.net.ConnectException: Connection refused",
                    "\t... 12 common frames omitted",
                    "10:02 INFO bye")))
        .containsExactly(
            "10:01 ERROR [main] Runtime - Error starting server",
            "java.lang.IllegalArgumentException: PRESENCE_SERVICE_KEY must be set",
            "Caused by: java.net.ConnectException: Connection refused");
  }

  @Test
  void withoutAnyErrorTheLastLinesAreChosen() {
    List<String> log = IntStream.rangeClosed(1, 30).mapToObj(i -> "line " + i).toList();
    assertThat(LogExcerpt.of(log))
        .hasSize(LogExcerpt.MAX_LINES)
        .endsWith("line 30")
        .startsWith("line 19");
  }

  @Test
  void aRepeatedErrorIsShownOnceAndOnlyTheLastOnesAreKept() {
    List<String> log = new ArrayList<>(Collections.nCopies(50, "ERROR again"));
    assertThat(LogExcerpt.of(log)).containsExactly("ERROR again");
    log = IntStream.range(0, LogExcerpt.MAX_LINES + 1).mapToObj(i -> "ERROR " + i).toList();
    assertThat(LogExcerpt.of(log)).hasSize(LogExcerpt.MAX_LINES).startsWith("ERROR 1");
  }

  @Test
  void endlessLinesAreCut() {
    assertThat(LogExcerpt.of(List.of("ERROR " + "x".repeat(10_000))).getFirst())
        .hasSize(240)
        .endsWith("…");
  }

  @Test
  void anEmptyLogGivesNothing() {
    assertThat(LogExcerpt.of(List.of())).isEmpty();
  }
}
