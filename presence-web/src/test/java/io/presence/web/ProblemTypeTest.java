package io.presence.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What clients read about problems is what is sent. {@code mvn test -pl presence-web -am
 * -Dtest=ProblemTypeTest -Dpresence.write=true} writes it anew.
 */
class ProblemTypeTest {
  private static final Path DOCUMENT = Path.of("../docs/problems.md");
  private static final String BEGIN = "<!-- made by ProblemTypeTest: do not edit -->\n";

  @Test
  void everyTypeIsInTheDocs() throws IOException {
    String text = Files.readString(DOCUMENT);
    String expected =
        text.substring(0, text.indexOf(BEGIN))
            + BEGIN
            + "\n| type | status | when, and what to do |\n| --- | --- | --- |\n"
            + ProblemType.all().map(ProblemTypeTest::row).collect(Collectors.joining("\n"))
            + "\n";
    if (Boolean.getBoolean("presence.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT))
        .as(DOCUMENT + " is out of date: run with -Dpresence.write=true")
        .isEqualTo(expected);
  }

  private static String row(ProblemType type) {
    return "| `%s` | %d | %s |".formatted(type.uri(), type.status().getCode(), type.meaning());
  }

  /** Clients compare these: they stay, also when the framework finds other words. */
  @Test
  void aTypeOnceSentStays() {
    assertThat(ProblemType.all().map(ProblemType::uri))
        .containsExactly(
            "urn:presence:problem:bad-request",
            "urn:presence:problem:unauthorized",
            "urn:presence:problem:forbidden",
            "urn:presence:problem:not-found",
            "urn:presence:problem:method-not-allowed",
            "urn:presence:problem:not-acceptable",
            "urn:presence:problem:conflict",
            "urn:presence:problem:too-many",
            "urn:presence:problem:import-running",
            "urn:presence:problem:session-ended",
            "urn:presence:problem:precondition-failed",
            "urn:presence:problem:request-entity-too-large",
            "urn:presence:problem:unsupported-media-type",
            "urn:presence:problem:too-many-requests",
            "urn:presence:problem:internal-server-error",
            "urn:presence:problem:service-unavailable");
  }

  @Test
  void aStatusOfTheFrameworkHasTheTypeThatSaysNoMore() {
    assertThat(ProblemType.of(HttpStatus.CONFLICT)).contains(ProblemType.CONFLICT);
    assertThat(ProblemType.of(HttpStatus.SERVICE_UNAVAILABLE))
        .contains(ProblemType.SERVICE_UNAVAILABLE);
    assertThat(Problem.of(HttpStatus.I_AM_A_TEAPOT, null, null).type()).isEqualTo("about:blank");
    assertThat(Problem.of(HttpStatus.I_AM_A_TEAPOT, null, null).status()).isEqualTo(418);
  }

  @Test
  void whatClientsTellApartHasATypeOfItsOwn() {
    assertThat(ProblemException.atBound("").type()).isEqualTo(ProblemType.TOO_MANY);
    assertThat(ProblemException.importRunning("").type()).isEqualTo(ProblemType.IMPORT_RUNNING);
    assertThat(ProblemException.sessionEnded("").type()).isEqualTo(ProblemType.SESSION_ENDED);
  }
}
