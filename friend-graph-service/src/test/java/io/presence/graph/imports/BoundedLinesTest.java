package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.imports.BoundedLines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
  @Test
  void linesEndWithLfOrCrLfOrTheEnd() throws IOException {
    assertThat(lines("a\nb\r\n\nc")).containsExactly(line("a"), line("b"), line(""), line("c"));
    assertThat(lines("")).isEmpty();
    assertThat(lines("a\n")).containsExactly(line("a"));
  }

  @Test
  void aLineIsCutOffWhereItGetsTooLong() throws IOException {
    assertThat(lines("abc\nabcd\nabcde\nx"))
        .containsExactly(line("abc"), line("abcd"), new Line("abcd", true), line("x"));
    assertThat(lines("abcd\r\nabcde\r\n")).containsExactly(line("abcd"), new Line("abcd", true));
  }

  private static Line line(String text) {
    return new Line(text, false);
  }

  private static List<Line> lines(String text) throws IOException {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    BoundedLines lines = new BoundedLines(in, 4);
    List<Line> all = new ArrayList<>();
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(line.get());
    }
    return all;
  }
}
