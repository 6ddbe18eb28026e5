package io.presence.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  private static final Instance INSTANCE =
      new Instance(
          List.of(
              new Instance.Member("redis", 16379, 11, 1000, 200),
              new Instance.Member("connection-service", 8080, 12, 1000, -1),
              new Instance.Member("connection-service-2", 8090, 13, 1000, 3200)));

  @Test
  void whatIsWrittenDownIsReadBack(@TempDir Path folder) {
    Home home = new Home(folder, folder);
    assertThat(Instance.read(home).members()).isEmpty();
    INSTANCE.write(home);
    assertThat(Instance.read(home)).isEqualTo(INSTANCE);
    Instance.delete(home);
    assertThat(Instance.read(home).members()).isEmpty();
  }

  @Test
  void allGatewaysAreFoundByTheNameOfTheFirst() {
    assertThat(INSTANCE.portsOf("connection-service")).containsExactly(8080, 8090);
    assertThat(INSTANCE.portsOf("redis")).containsExactly(16379);
    assertThat(INSTANCE.portsOf("kafka")).isEmpty();
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTheMember() {
    ProcessHandle self = ProcessHandle.current();
    long startedAt = Instance.startOf(self);
    assertThat(new Instance.Member("me", 1, self.pid(), startedAt, 0).process()).contains(self);
    assertThat(new Instance.Member("me", 1, self.pid(), startedAt + 1, 0).process()).isEmpty();
  }

  @Test
  void theDataFolderIsInTheProjectUnlessTheEnvironmentMovesIt() {
    Path project = Path.of("/srv/presence");
    assertThat(Home.of(project, Map.of()).data()).isEqualTo(Path.of("/srv/presence/.presence"));
    assertThat(Home.of(project, Map.of("PRESENCE_HOME", "/var/p")).data())
        .isEqualTo(Path.of("/var/p"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneSentence(@TempDir Path folder) throws Exception {
    Path file = java.nio.file.Files.createFile(folder.resolve("file"));
    Home home = new Home(folder, file);
    assertThatThrownBy(home::logs)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Cannot write to " + file)
        .hasMessageContaining("PRESENCE_HOME");
  }
}
