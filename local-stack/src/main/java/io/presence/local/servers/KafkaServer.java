package io.presence.local.servers;

import ch.qos.logback.classic.Level;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One KRaft node, broker and controller at once, on loopback, in this JVM.
 *
 * <p>Its folder holds the data over restarts. {@link #main} runs it as a process of its own.
 */
public final class KafkaServer implements AutoCloseable {
  private static final String CLUSTER_ID = "presence-local-stack-0";

  private final KafkaRaftServer server;

  private KafkaServer(KafkaRaftServer server) {
    this.server = server;
  }

  /** Starts the node and returns when the broker takes requests: 2-7 s. */
  public static KafkaServer start(Path folder, int port, int controllerPort) {
    Map<String, String> settings = KafkaSettings.of(folder, port, controllerPort);
    format(folder);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
    return new KafkaServer(server);
  }

  private static void format(Path folder) {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(KafkaSettings.NODE_ID)
          .setClusterId(CLUSTER_ID)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName(KafkaSettings.CONTROLLER)
          .setMetadataLogDirectory(folder.toString())
          .addDirectory(folder.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot prepare Kafka's folder " + folder, e);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Arguments: folder, port, controller port. Runs until the process is told to stop. */
  public static void main(String[] args) {
    Loudness.only(Level.WARN, Loudness.EVERYTHING);
    KafkaServer kafka =
        start(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
    kafka.server.awaitShutdown();
  }
}
