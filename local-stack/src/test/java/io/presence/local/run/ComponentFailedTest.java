package io.presence.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.local.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentFailedTest {
  @Test
  void whoeverTypedTheCommandReadsWhatItsLogSays(@TempDir Path folder) throws IOException {
    Home home = new Home(folder, folder.resolve("data"));
    Files.writeString(home.log("kafka"), "starting\nERROR the disk is full\n\tat a.b.C.d\n");
    Component kafka =
        Component.service("kafka", Component.Tier.STREAM, 1, List.of(), Map.of(), () -> false);

    assertThat(new ComponentFailed(kafka, "did not become ready").refusal(home))
        .hasMessage(
            """
            kafka did not become ready. From data/logs/kafka.log:
              | ERROR the disk is full\
            """);
  }
}
