package io.presence.endtoend.live;

import io.micronaut.json.tree.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket by hand (RFC 6455), so that a test can send what no library would, and misses
 * nothing of what comes. Sending is safe from any thread; a virtual thread reads, answers pings and
 * keeps every text with the time at which it was complete.
 */
public final class Wire implements AutoCloseable {
  /** The end of a connection without a close frame. */
  public static final int LOST = 1006;

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final long PATIENCE_SECONDS = 30;

  private final Socket socket;
  private final DataInputStream in;
  private final long openingNanos = System.nanoTime();
  private final List<Frame> frames = new ArrayList<>();
  private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

  /** Guarded by the frames. */
  private final Map<String, CompletableFuture<Frame>> awaited = new HashMap<>();

  private final AtomicInteger refs = new AtomicInteger();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private String head = "";
  private volatile CountDownLatch awake = new CountDownLatch(0);

  /**
   * A text that came.
   *
   * @param atNanos {@link System#nanoTime} when its last byte was read
   */
  public record Frame(long atNanos, String text) {}

  private Wire(URI server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /**
   * Connects with a token and waits for the whole snapshot.
   *
   * @param query for instance {@code device_id=phone&watch=subscriptions}
   */
  public static Wire join(URI gateway, String token, String query) {
    Wire wire = open(gateway, query, "Authorization: Bearer " + token + "\r\n");
    if (!wire.head.startsWith("HTTP/1.1 101")) {
      throw new AssertionError("the upgrade was refused: " + wire.head);
    }
    wire.joined();
    return wire;
  }

  /**
   * Asks for the upgrade; whether it was granted, {@link #head} says.
   *
   * @param headers complete lines
   */
  public static Wire open(URI gateway, String query, String headers) {
    try {
      Wire wire = new Wire(gateway);
      wire.sendBytes(Rfc6455.upgrade(query, headers));
      wire.head = Rfc6455.head(wire.in);
      Thread.ofVirtual().name("wire").start(wire::read);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's answer to the upgrade: status line and headers. */
  public String head() {
    return head;
  }

  /** {@link System#nanoTime} before the connection was made. */
  public long openingNanos() {
    return openingNanos;
  }

  /** Everything received until now. */
  public List<Frame> frames() {
    synchronized (frames) {
      return List.copyOf(frames);
    }
  }

  /** Waits for a text that holds this; one that has come already counts. */
  public Frame awaitText(String part) {
    CompletableFuture<Frame> came = new CompletableFuture<>();
    synchronized (frames) {
      frames.stream()
          .filter(frame -> frame.text().contains(part))
          .findFirst()
          .ifPresentOrElse(came::complete, () -> awaited.put(part, came));
    }
    return within(came, "text with " + part);
  }

  /** Waits for {@code authenticated}. */
  public JsonNode greeted() {
    return within(greeting, "authenticated");
  }

  /** Waits for the last frame of the snapshot. */
  public void joined() {
    within(ready, "the snapshot");
  }

  /** Completes with the code of the server's close, or {@link #LOST}. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  /** Sends a frame with a fresh ref and waits for its answer. */
  public JsonNode ask(String event, String data) {
    return ask(event, data, nextRef());
  }

  public String nextRef() {
    return "r" + refs.incrementAndGet();
  }

  /** The same with a ref of the caller's, not used before. */
  public JsonNode ask(String event, String data, String ref) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(ref, answer);
    closed.thenAccept(
        code -> answer.completeExceptionally(new AssertionError("the connection ended: " + code)));
    send("{\"event\":\"%s\",\"data\":%s,\"ref\":\"%s\"}".formatted(event, data, ref));
    return within(answer, "an answer to " + event);
  }

  public void send(String text) {
    sendFrame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param first the first byte of the frame: FIN, reserved bits and opcode as the caller likes
   */
  public void sendFrame(int first, byte[] payload) {
    sendBytes(Rfc6455.frame(first, payload));
  }

  /** Bytes as they are, framed or not. What cannot be sent shows itself as a closed connection. */
  public void sendBytes(byte[] bytes) {
    synchronized (socket) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        closed.complete(LOST);
      }
    }
  }

  /**
   * Falls asleep with the connection open: from here on nothing is read and no ping answered, as on
   * a laptop whose lid is closed, or behind a cable that was pulled.
   */
  public void sleep() {
    awake = new CountDownLatch(1);
  }

  /** Goes on where it stopped. */
  public void wake() {
    awake.countDown();
  }

  /** Closes with another code than that of a goodbye. */
  public void close(int code) {
    sendFrame(0x80 | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Says goodbye (1000) and waits for the server's close. */
  public void goodbye() {
    sendFrame(0x80 | CLOSE, new byte[] {0x03, (byte) 0xE8});
    within(closed, "the answer to a goodbye");
    close();
  }

  /** Drops the connection: the server sees a reset. */
  public void cut() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is gone already.
    }
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
    closed.complete(LOST);
  }

  private void read() {
    StringBuilder partial = new StringBuilder();
    try {
      while (true) {
        int first = in.readUnsignedByte();
        byte[] payload = Rfc6455.payload(in);
        awake.await();
        switch (first & 0xf) {
          case 0, TEXT -> {
            partial.append(new String(payload, StandardCharsets.UTF_8));
            if ((first & 0x80) != 0) {
              receive(System.nanoTime(), partial.toString());
              partial.setLength(0);
            }
          }
          case CLOSE -> {
            closed.complete(
                payload.length < 2
                    ? 1005
                    : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort()));
            sendFrame(0x80 | CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length)));
            return;
          }
          case PING -> sendFrame(0x80 | PONG, payload);
          default -> {}
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.complete(LOST);
    } catch (IOException e) {
      closed.complete(LOST);
    } finally {
      AssertionError gone = new AssertionError("the connection ended: " + closed.getNow(LOST));
      greeting.completeExceptionally(gone);
      ready.completeExceptionally(gone);
    }
  }

  private void receive(long now, String text) {
    synchronized (frames) {
      Frame frame = new Frame(now, text);
      frames.add(frame);
      awaited
          .entrySet()
          .removeIf(part -> text.contains(part.getKey()) && part.getValue().complete(frame));
    }
    JsonNode frame = Json.read(text);
    String event = String.valueOf(Json.text(frame, "event"));
    if (event.equals("authenticated")) {
      greeting.complete(frame);
    } else if (event.equals("presence_info") && frame.get("last") != null) {
      ready.complete(null);
    }
    String ref = Json.text(frame, "ref");
    CompletableFuture<JsonNode> answer = ref == null ? null : asked.remove(ref);
    if (answer != null) {
      answer.complete(frame);
    }
  }

  private static <T extends @Nullable Object> T within(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("there was no " + what, e);
    }
  }
}
