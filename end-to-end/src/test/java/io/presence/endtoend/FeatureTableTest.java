package io.presence.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents say is tested names tests that exist. */
class FeatureTableTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Rules))`");

  private static final int MAX_DEPTH = 12;

  @Test
  void everyFeatureNamesATestThatExists() throws IOException {
    Set<String> tests = tests(Path.of("src/test/java"));
    List<String> rows = rows("README.md", "## What it does");
    assertThat(rows).hasSizeGreaterThan(8);
    for (String row : rows) {
      List<String> named = named(row);
      assertThat(named).as(row).isNotEmpty();
      assertThat(tests).as(row).containsAll(named);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"## Verification", "## Proven by breaking"})
  void everyLineOfSecurityNamesATestThatExists(String heading) throws IOException {
    Set<String> tests = tests(PROJECT);
    List<String> rows = rows("docs/security.md", heading);
    assertThat(rows).hasSizeGreaterThan(25);
    for (String row : rows) {
      List<String> named = named(row.substring(row.lastIndexOf('|', row.length() - 2)));
      assertThat(named).as(row).isNotEmpty();
      assertThat(tests).as(row).containsAll(named);
    }
  }

  private static List<String> named(String text) {
    return TEST.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Of the first table of a section, without its head. */
  private static List<String> rows(String document, String heading) throws IOException {
    String text = Files.readString(PROJECT.resolve(document));
    assertThat(text).contains(heading);
    String section = text.substring(text.indexOf(heading) + heading.length());
    int next = section.indexOf("\n## ");
    return (next < 0 ? section : section.substring(0, next))
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(2)
        .toList();
  }

  private static Set<String> tests(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, MAX_DEPTH)) {
      return files
          .filter(file -> file.toString().contains("src/test/java"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
