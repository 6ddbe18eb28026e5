package io.presence.local.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.SightReason;
import io.presence.contracts.StateReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/explain.md lists every reason and what helps. {@code mvn test -pl local-stack -am
 * -Dtest=ExplainPageTest -Dpresence.write=true} writes it anew.
 */
class ExplainPageTest {
  private static final Path PAGE = Path.of("..", "docs", "explain.md");
  private static final String BEGIN = "<!-- made by ExplainPageTest: do not edit -->\n";

  @Test
  void everyReasonIsInTheDocs() throws IOException {
    String text = Files.readString(PAGE);
    String expected =
        text.substring(0, text.indexOf(BEGIN))
            + BEGIN
            + "\n| code | what it means | what helps |\n| --- | --- | --- |\n"
            + Stream.concat(
                    Arrays.stream(SightReason.values())
                        .map(why -> row(why.code(), why.text(), Remedies.of(why, "B", "A"))),
                    Arrays.stream(StateReason.values())
                        .map(why -> row(why.code(), why.text(), Remedies.of(why, "B", "A"))))
                .collect(Collectors.joining("\n"))
            + "\n";
    if (Boolean.getBoolean("presence.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as(PAGE + " is out of date: run with -Dpresence.write=true")
        .isEqualTo(expected);
  }

  private static String row(String code, String meaning, String remedy) {
    return "| `%s` | %s | %s |"
        .formatted(code, meaning, remedy.isEmpty() ? "nothing to mend" : remedy);
  }
}
