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

/** The README's table of features names tests that exist. */
class FeatureTableTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  @Test
  void everyFeatureNamesATestThatExists() throws IOException {
    Set<String> tests = tests();
    List<String> rows = rows();
    assertThat(rows).hasSizeGreaterThan(8);
    for (String row : rows) {
      List<String> named = TEST.matcher(row).results().map(found -> found.group(1)).toList();
      assertThat(named).as(row).isNotEmpty();
      assertThat(tests).as(row).containsAll(named);
    }
  }

  /** Of the table under "What it does", without its head. */
  private static List<String> rows() throws IOException {
    String readme = Files.readString(PROJECT.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## What it does"));
    return section
        .substring(0, section.indexOf("\n## "))
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(2)
        .toList();
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
