package io.presence.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose nodes keep what they know over a restart. */
@Timeout(180)
class RedisClusterIT {
  private static final int PRIMARIES = 3;
  private static final int NODES = 6;

  @TempDir Path folder;

  /** As when the stack is started with another {@code --port-base} than before. */
  @Test
  void nodesFindEachOtherWhereTheyListenNow() {
    Run before = run();
    before.cluster().form(PRIMARIES);
    int slot = before.cluster().slotOf("greeting");
    assertThat(RedisWire.text(before.cluster().primaryOf(slot), "SET", "greeting", "hello"))
        .isEqualTo("OK");
    before.stop();

    Run after = run();
    after.cluster().form(PRIMARIES);
    assertThat(after.cluster().primaries()).isSubsetOf(after.ports()).hasSize(PRIMARIES);
    assertThat(RedisWire.text(after.cluster().primaryOf(slot), "GET", "greeting"))
        .isEqualTo("hello");
    after.stop();
  }

  private record Run(List<Integer> ports, List<ServerProcess> processes, RedisCluster cluster) {
    void stop() {
      processes.forEach(process -> process.stop(Duration.ofSeconds(5)));
    }
  }

  /** Each node in a folder of its own, on ports that nobody used. */
  private Run run() {
    Path binary = Binaries.ofThisMachine().redis().orElseThrow();
    List<Integer> free = FreePorts.find(2 * NODES);
    List<ServerProcess> processes = new ArrayList<>();
    List<RedisCluster.Address> addresses =
        IntStream.range(0, NODES)
            .mapToObj(i -> new RedisCluster.Address(free.get(2 * i), free.get(2 * i + 1)))
            .toList();
    for (int i = 0; i < NODES; i++) {
      Path own = folder.resolve("node-" + i);
      Folders.create(own);
      processes.add(
          ServerProcess.start(
              RedisServer.durableNode(binary, addresses.get(i), own),
              Map.of(),
              folder.resolve("node-" + i + ".log"),
              ServerProcess.StopSignal.TERM));
    }
    return new Run(
        addresses.stream().map(RedisCluster.Address::port).toList(),
        processes,
        new RedisCluster(addresses));
  }
}
