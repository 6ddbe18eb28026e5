package io.presence.local.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A Redis Cluster of bundled servers on random ports of loopback, for tests; forgets everything
 * when it is closed, or with the JVM. For one thread.
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path binary;
  private final Path folder = Folders.temporary("presence-redis-cluster-");
  private final Map<Integer, ServerProcess> processes = new LinkedHashMap<>();
  private final RedisCluster operator;
  private final Thread atExit = new Thread(this::stop, "stop-test-cluster");

  private TestCluster(int nodes) {
    binary =
        Binaries.ofThisMachine()
            .redis()
            .orElseThrow(() ->
                new IllegalStateException(
                    "no Redis is bundled for this platform, so there is no cluster to test with"));
    Runtime.getRuntime().addShutdownHook(atExit);
    List<RedisCluster.Address> addresses = new ArrayList<>();
    List<Integer> ports = FreePorts.find(2 * nodes);
    for (int i = 0; i < nodes; i++) {
      var address = new RedisCluster.Address(ports.get(2 * i), ports.get(2 * i + 1));
      run(address);
      addresses.add(address);
    }
    operator = new RedisCluster(addresses);
  }

  /**
   * Starts one; returns when it is well.
   *
   * @param replicas over all, given to the primaries in turn
   */
  public static TestCluster start(int primaries, int replicas) {
    var cluster = new TestCluster(primaries + replicas);
    cluster.operator.form(primaries);
    return cluster;
  }

  private void run(RedisCluster.Address address) {
    Path own = folder.resolve(Integer.toString(address.port()));
    Path log = folder.resolve(address.port() + ".log");
    Folders.create(own);
    ServerProcess process =
        ServerProcess.start(
            RedisServer.forgetfulNode(binary, address, own),
            System.getenv(),
            log,
            ServerProcess.StopSignal.TERM);
    processes.put(address.port(), process);
    Ready.await("Redis", process, log, START_LIMIT, () -> Ready.redis(address.port()));
  }

  /** What an operator does with it. */
  public RedisCluster operator() {
    return operator;
  }

  /** All nodes, as {@code REDIS_URIS} names them. */
  public String uris() {
    return processes.keySet().stream()
        .map(port -> "redis://127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  /** Starts one more node, which holds no slots yet; returns its port. */
  public int add() {
    List<Integer> ports = FreePorts.find(2);
    var address = new RedisCluster.Address(ports.getFirst(), ports.getLast());
    run(address);
    operator.join(address);
    return address.port();
  }

  /** Ends a node without a word. */
  public void kill(int port) {
    process(port).kill();
  }

  /** Stops a node from running at all, until {@link #resume}. */
  public void pause(int port) {
    process(port).signal("STOP");
  }

  public void resume(int port) {
    process(port).signal("CONT");
  }

  /**
   * Lets nodes go on that were paused, starts those again that were killed, which find their places
   * by themselves, and waits until all is well.
   */
  public void mend() {
    for (int port : List.copyOf(processes.keySet())) {
      if (process(port).isAlive()) {
        resume(port);
      } else {
        run(operator.addressOf(port));
      }
    }
    operator.awaitOk();
  }

  private ServerProcess process(int port) {
    return Objects.requireNonNull(processes.get(port));
  }

  private void stop() {
    processes.values().forEach(process -> process.stop(GRACE));
    Folders.deleteQuietly(folder);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stop();
  }
}
