package io.presence.endtoend.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What is written about settings is what the code reads. {@code mvn test -pl end-to-end -am
 * -Dtest=SettingsTest -Dpresence.write=true} writes it anew.
 */
class SettingsTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path TABLE = PROJECT.resolve("docs/configuration.md");
  private static final Path NAMES =
      PROJECT.resolve("presence-web/src/main/resources/presence-settings.txt");
  private static final String BEGIN = "<!-- made by SettingsTest: do not edit -->\n";

  @Test
  void theTableInTheDocsIsComplete() throws IOException {
    StringBuilder tables = new StringBuilder(BEGIN);
    for (Chapter chapter : Chapter.values()) {
      tables
          .append("\n## %s\n\n".formatted(chapter.title()))
          .append("| variable | type | default | unit | meaning | read by |\n")
          .append("| --- | --- | --- | --- | --- | --- |\n");
      Settings.all().stream()
          .filter(setting -> Chapter.of(setting).equals(Optional.of(chapter)))
          .forEach(setting -> tables.append(setting.row()).append('\n'));
    }
    String text = Files.readString(TABLE);
    String head = text.substring(0, text.indexOf(BEGIN));
    check(TABLE, head + tables);
  }

  @Test
  void everySettingHasAChapter() {
    assertThat(Settings.all()).allSatisfy(setting -> assertThat(Chapter.of(setting)).isPresent());
  }

  @Test
  void theNamesThatServicesKnowAreComplete() throws IOException {
    check(
        NAMES,
        Settings.all().stream()
            .map(Setting::variable)
            .filter(name -> name.startsWith("PRESENCE_"))
            .collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void everySettingSaysWhatItMeans() {
    List<String> silent =
        Settings.all().stream()
            .filter(setting -> setting.meaning().isBlank())
            .map(Setting::variable)
            .toList();
    assertThat(silent).isEmpty();
  }

  private static void check(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("presence.write")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as(file + " is out of date: run with -Dpresence.write=true")
        .isEqualTo(expected);
  }
}
