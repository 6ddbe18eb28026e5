package io.presence.endtoend.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.SharedStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who could make a token for anybody, and who could write to which database. */
@ExtendWith(SharedStack.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SecretsOfServicesIT {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String TOKENS = "PRESENCE_JWT_SECRET";
  private static final String DATABASE = "DATASOURCES_DEFAULT_PASSWORD";
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "connection-service", Set.of(TOKENS),
          "connection-service-2", Set.of(TOKENS),
          "heartbeat-function", Set.of(TOKENS),
          "friend-graph-service", Set.of(TOKENS, DATABASE),
          "last-seen-persister", Set.of(TOKENS, DATABASE),
          "expiry-worker", Set.of());

  @Test
  void aServiceHasTheSecretsThatItNeedsAndNoOther(LiveStack stack) throws IOException {
    assumeThat(PROCESSES.resolve("self/environ")).exists();
    assertThat(stack.pids()).containsOnlyKeys(NEEDED.keySet());
    for (Map.Entry<String, Long> service : stack.pids().entrySet()) {
      assertThat(secrets(service.getValue()))
          .as(service.getKey())
          .isEqualTo(NEEDED.get(service.getKey()));
    }
  }

  private static Set<String> secrets(long pid) throws IOException {
    byte[] environment = Files.readAllBytes(PROCESSES.resolve(pid + "/environ"));
    Set<String> found = new TreeSet<>();
    for (String setting : new String(environment, StandardCharsets.UTF_8).split("\0", -1)) {
      String name = setting.split("=", 2)[0];
      if (name.equals(TOKENS) || name.equals(DATABASE)) {
        found.add(name);
      }
    }
    return found;
  }
}
