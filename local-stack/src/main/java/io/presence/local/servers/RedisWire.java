package io.presence.local.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Redis server on loopback, for what an operator tells it. Blocks, each answer
 * for some seconds at most; for one thread.
 */
public final class RedisWire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] LINE_END = {'\r', '\n'};

  private final int port;
  private final Socket socket;
  private final InputStream in;

  /**
   * @throws UncheckedIOException if nobody listens there
   */
  public RedisWire(int port) {
    this.port = port;
    socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot reach Redis on port " + port, e);
    }
  }

  /** Connects, asks, and hangs up. */
  public static @Nullable Object ask(int port, String... words) {
    try (var wire = new RedisWire(port)) {
      return wire.say(words);
    }
  }

  /** As {@link #ask}, of what answers text. */
  public static String text(int port, String... words) {
    return String.valueOf(ask(port, words));
  }

  /**
   * @return a String, a Long, a List of these, or null
   * @throws IllegalStateException if the server refuses
   */
  public @Nullable Object say(String... words) {
    var command = new ByteArrayOutputStream();
    try {
      line(command, "*" + words.length);
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        line(command, "$" + bytes.length);
        command.write(bytes);
        command.write(LINE_END);
      }
      socket.getOutputStream().write(command.toByteArray());
      return answer(words);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Redis on port %d did not answer %s".formatted(port, words[0]), e);
    }
  }

  private static void line(ByteArrayOutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.US_ASCII));
    to.write(LINE_END);
  }

  private @Nullable Object answer(String... words) throws IOException {
    int kind = in.read();
    String line = line();
    return switch (kind) {
      case '+' -> line;
      case ':' -> Long.parseLong(line);
      case '$' -> bulk(Integer.parseInt(line));
      case '*' -> array(Integer.parseInt(line), words);
      case '-' ->
          throw new IllegalStateException(
              "Redis on port %d refused %s: %s".formatted(port, String.join(" ", words), line));
      default -> throw new EOFException("the connection ended");
    };
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(LINE_END.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<@Nullable Object> array(int length, String... words) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(answer(words));
    }
    return items;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      line.write(next);
    }
    in.skipNBytes(1);
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
