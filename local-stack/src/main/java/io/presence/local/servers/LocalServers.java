package io.presence.local.servers;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Exit;

/**
 * Starts one server of each kind for this JVM: bundled, or in a container where none is bundled.
 */
final class LocalServers {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private LocalServers() {}

  static String redis() {
    Optional<Path> binary = Binaries.ofThisMachine().redis();
    if (binary.isEmpty()) {
      return ContainerServers.redis();
    }
    Path folder = Folders.temporary("presence-redis-");
    Path log = folder.resolve("redis.log");
    int port = FreePorts.find(1).getFirst();
    var process =
        startForThisJvm(
            RedisServer.forgetful(binary.get(), port, folder),
            folder,
            log,
            ServerProcess.StopSignal.TERM);
    Ready.await("Redis", process, log, START_LIMIT, () -> Ready.redis(port));
    return "redis://127.0.0.1:" + port;
  }

  static GivenServers.Postgres postgres() {
    Optional<Path> home = Binaries.ofThisMachine().postgres();
    if (home.isEmpty()) {
      return ContainerServers.postgres();
    }
    Path folder = Folders.temporary("presence-postgres-");
    Path log = folder.resolve("postgres.log");
    int port = FreePorts.find(1).getFirst();
    String password = randomPassword();
    var server = new PostgresServer(home.get(), folder.resolve("data"));
    server.initialise(password, log);
    var process =
        startForThisJvm(server.forgetful(port), folder, log, ServerProcess.StopSignal.INT);
    String url = PostgresServer.jdbcUrl(port, "postgres");
    Ready.await(
        "Postgres",
        process,
        log,
        START_LIMIT,
        () -> Ready.postgres(url, PostgresServer.USER, password));
    return new GivenServers.Postgres(url, PostgresServer.USER, password);
  }

  /** In this JVM; it is not shut down in order, its data is thrown away. */
  static String kafka() {
    Loudness.only(Level.WARN, Loudness.KAFKA);
    Path folder = Folders.temporary("presence-kafka-");
    List<Integer> ports = FreePorts.find(2);
    atExit(() -> {
      // A broker whose folder vanishes halts the JVM, and with it the exit code of the tests.
      Exit.setHaltProcedure((code, message) -> {});
      Exit.setExitProcedure((code, message) -> {});
      Folders.deleteQuietly(folder);
    });
    KafkaServer.start(folder, ports.getFirst(), ports.getLast());
    return "127.0.0.1:" + ports.getFirst();
  }

  private static ServerProcess startForThisJvm(
      List<String> command, Path folder, Path log, ServerProcess.StopSignal signal) {
    var process = ServerProcess.start(command, System.getenv(), log, signal);
    atExit(() -> {
      process.close();
      Folders.deleteQuietly(folder);
    });
    return process;
  }

  private static void atExit(Runnable task) {
    Runtime.getRuntime().addShutdownHook(new Thread(task, "stop-test-server"));
  }

  private static String randomPassword() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
