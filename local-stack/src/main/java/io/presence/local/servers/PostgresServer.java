package io.presence.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the bundled Postgres is initialised and started: on loopback only, with a password.
 *
 * <p>Postgres refuses to run as root; see {@link Unprivileged}.
 */
public final class PostgresServer {
  public static final String USER = "presence";
  private static final String DUPLICATE_DATABASE = "42P04";

  private static final Duration INIT_LIMIT = Duration.ofSeconds(60);

  private final Path home;
  private final Path data;
  private final Unprivileged unprivileged;

  /**
   * @param home the folder with {@code bin/}
   * @param data the data folder; need not exist yet
   */
  public PostgresServer(Path home, Path data) {
    this.home = home;
    this.data = data;
    this.unprivileged = Unprivileged.detect();
  }

  /** Makes the data folder, unless it is there. Blocks for about a second. */
  public void initialise(String password, Path log) {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    try {
      Files.createDirectories(data);
      Path passwordFile =
          Files.createTempFile(
              "presence-",
              ".pw",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(passwordFile, password);
        unprivileged.own(data);
        unprivileged.own(passwordFile);
        run(initdb(passwordFile), log);
      } finally {
        Files.delete(passwordFile);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot initialise Postgres in " + data, e);
    }
  }

  private List<String> initdb(Path passwordFile) {
    return unprivileged.command(
        List.of(
            home.resolve("bin/initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            // Ids sort by their bytes, as pages of lists expect.
            "--locale=C",
            "--no-sync",
            "--no-instructions"));
  }

  /** Keeps its data over restarts and crashes. */
  public List<String> durable(int port) {
    return command(port, List.of());
  }

  /** Does not wait for the disk. */
  List<String> forgetful(int port) {
    return command(
        port,
        List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"));
  }

  private List<String> command(int port, List<String> durability) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=60",
                "-c",
                "max_wal_size=256MB",
                "-c",
                "io_method=sync"));
    command.addAll(durability);
    return unprivileged.command(command);
  }

  /** The address of a database on loopback. */
  public static String jdbcUrl(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Creates the database, unless it is there. The name is trusted: it is ours. */
  public static void createDatabase(String adminUrl, String user, String password, String name) {
    try (var connection = DriverManager.getConnection(adminUrl, user, password);
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE \"" + name + "\"");
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw new IllegalStateException("cannot create database " + name + " at " + adminUrl, e);
      }
    }
  }

  private static void run(List<String> command, Path log) throws IOException {
    var process = ServerProcess.start(command, System.getenv(), log, ServerProcess.StopSignal.TERM);
    try {
      OptionalInt code = process.await(INIT_LIMIT);
      if (code.isEmpty()) {
        process.stop(Duration.ZERO);
        throw new IOException("initdb did not end within " + INIT_LIMIT);
      }
      if (code.getAsInt() != 0) {
        throw new IOException(
            "initdb failed with " + code.getAsInt() + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
