package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchivesTest {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void jar() throws IOException {
    jar = Files.writeString(folder.resolve("service-1.jar"), "jar");
  }

  @Test
  void theFirstChildRecordsAndTheNextStackUsesIt() throws IOException {
    var first = new ClassArchives(true);
    List<String> recording = first.settings("service", jar);
    assertThat(recording).first().asString().startsWith("-XX:ArchiveClassesAtExit=");
    assertThat(first.settings("service", jar)).as("a second child of the same jar").isEmpty();
    write(recording);
    first.keep(true);

    assertThat(new ClassArchives(true).settings("service", jar))
        .contains("-XX:SharedArchiveFile=" + folder.resolve("service.jsa"));
  }

  @Test
  void anArchiveOlderThanAJarIsMadeAgain() throws IOException {
    Files.writeString(folder.resolve("service.jsa"), "old");
    Path library = Files.createDirectories(folder.resolve("lib")).resolve("a.jar");
    Files.writeString(library, "newer");
    Files.setLastModifiedTime(library, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(new ClassArchives(true).settings("service", jar))
        .first()
        .asString()
        .startsWith("-XX:ArchiveClassesAtExit=");
    assertThat(new ClassArchives(false).settings("service", jar)).isEmpty();
  }

  @Test
  void halfAFileIsNotKept() throws IOException {
    var archives = new ClassArchives(true);
    write(archives.settings("service", jar));
    archives.keep(false);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(jar);
    }
  }

  private static void write(List<String> settings) throws IOException {
    Files.writeString(
        Path.of(settings.getFirst().substring("-XX:ArchiveClassesAtExit=".length())), "classes");
  }
}
