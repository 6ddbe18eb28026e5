package io.presence.local.client;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Frames;
import io.presence.contracts.PresenceView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one person. Made by {@link #connect}; its first snapshot is complete when the
 * future is.
 *
 * <p>Once {@link #unplug unplugged} it reads nothing more, so that it answers no ping either: what
 * the server sees is a cable that was pulled.
 */
public final class PresenceClient {
  private static final ObjectMapper JSON = ObjectMapper.getDefault();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final Picture picture = new Picture();
  private final Consumer<Seen> onSeen;
  private final CompletableFuture<PresenceClient> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private CompletableFuture<@Nullable WebSocket> sending = CompletableFuture.completedFuture(null);
  private volatile boolean unplugged;
  private boolean stalled;
  private long unread;
  private volatile long answeredNanos = System.nanoTime();
  private volatile @Nullable WebSocket socket;
  private volatile long heartbeatIntervalMillis = 5_000;
  private volatile long offlineDelayMillis = 30_000;
  private volatile @Nullable String lastError;

  private PresenceClient(Consumer<Seen> onSeen) {
    this.onSeen = onSeen;
  }

  /**
   * Connects and waits for the whole first snapshot.
   *
   * @param gateway for instance {@code http://127.0.0.1:8080}
   * @param device the device id; the same one again is the same device
   * @param onSeen called for each report that was news, on a client thread; must be quick
   * @return fails with {@link java.util.concurrent.TimeoutException}, or with why the server
   *     refused
   */
  public static CompletableFuture<PresenceClient> connect(
      HttpClient http, URI gateway, String token, String device, Consumer<Seen> onSeen) {
    PresenceClient client = new PresenceClient(onSeen);
    URI uri =
        URI.create(
            gateway.toString().replaceFirst("^http", "ws")
                + "/v1/presence/ws?device_type=desktop&device_id="
                + device);
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .connectTimeout(CONNECT_TIMEOUT)
            .buildAsync(uri, client.new Listener());
    return opening
        .thenCompose(opened -> client.ready)
        .orTimeout(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((ok, failure) -> {
          if (failure != null) {
            client.cut();
          }
        });
  }

  public Picture picture() {
    return picture;
  }

  /** How often the server asks for heartbeats. */
  public long heartbeatIntervalMillis() {
    return heartbeatIntervalMillis;
  }

  /** How long this deployment lets a silent client count as online. */
  public Duration offlineDelay() {
    return Duration.ofMillis(offlineDelayMillis);
  }

  /**
   * {@link System#nanoTime} of the newest thing that the server can have heard: a frame, or the
   * answer to a ping. One ping that was under way may still be answered after {@link #unplug}.
   */
  public long answeredNanos() {
    return answeredNanos;
  }

  /** Runs the action once the connection has ended, from either side; at once if it has. */
  public void onClosed(Runnable action) {
    var _ = closed.thenRun(action);
  }

  /** The close code; 1006 when the connection ended without one. Empty while it is open. */
  public OptionalInt closeCode() {
    Integer code = closed.getNow(null);
    return code == null ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** The message of the newest {@code error} frame, if there was one. */
  public @Nullable String lastError() {
    return lastError;
  }

  /** Says that the person is there and did something. */
  public void heartbeat() {
    send("{\"event\":\"" + Frames.Client.HEARTBEAT + "\",\"data\":{\"active\":true}}");
  }

  /**
   * Sets the status, as {@code update_status}.
   *
   * @param status a word of the protocol
   */
  public void updateStatus(String status) {
    send(
        "{\"event\":\""
            + Frames.Client.UPDATE_STATUS
            + "\",\"data\":{\"status\":\""
            + status
            + "\"}}");
  }

  /** Closes with 1000, after what was sent before: the session ends at once. */
  public void goodbye() {
    enqueue(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, "goodbye"));
  }

  /** Drops the connection without a word: the server's end sees a reset. */
  public void cut() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    closed.complete(1006);
  }

  /**
   * Falls silent with the connection open, like a pulled cable: nothing is read, answered or sent
   * any more.
   */
  public void unplug() {
    unplugged = true;
  }

  /** Stops reading, and goes on sending: a client that cannot keep up. Pings go unanswered too. */
  public synchronized void stall() {
    stalled = true;
  }

  /** Reads again what has come meanwhile, and all that follows. */
  public synchronized void goOn() {
    stalled = false;
    WebSocket open = socket;
    if (open != null && unread > 0) {
      open.request(unread);
      unread = 0;
    }
  }

  private synchronized void readOn(WebSocket from) {
    if (unplugged) {
      return;
    }
    if (stalled) {
      unread++;
    } else {
      from.request(1);
    }
  }

  private void send(String frame) {
    enqueue(open -> open.sendText(frame, true));
  }

  /**
   * The JDK's WebSocket takes one message at a time. One that fails shows itself as a closed
   * connection.
   */
  private synchronized void enqueue(Function<WebSocket, CompletableFuture<WebSocket>> message) {
    WebSocket open = socket;
    if (open != null && !unplugged && !open.isOutputClosed()) {
      answeredNanos = System.nanoTime();
      sending = sending.exceptionally(failed -> open).thenCompose(previous -> message.apply(open));
    }
  }

  private void receive(String text) {
    long now = System.nanoTime();
    try {
      Inbound frame = Objects.requireNonNull(JSON.readValue(text, Inbound.class));
      JsonNode data = frame.data() == null ? JsonNode.nullNode() : frame.data();
      switch (frame.event()) {
        case Frames.Server.AUTHENTICATED -> {
          Frames.Authenticated authenticated = read(data, Frames.Authenticated.class);
          heartbeatIntervalMillis = authenticated.heartbeatIntervalMs();
          offlineDelayMillis = authenticated.offlineDelayMs();
        }
        case Frames.Server.PRESENCE_INFO -> {
          for (JsonNode item : data.values()) {
            see(item, false, now);
          }
          if (Boolean.TRUE.equals(frame.last())) {
            ready.complete(this);
          }
        }
        case Frames.Server.PRESENCE_UPDATED -> see(data, true, now);
        case Frames.Server.ERROR -> {
          lastError = text;
          ready.completeExceptionally(new IllegalStateException("the server answered " + text));
        }
        default -> {
          // Other events say nothing about others.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the server sent a frame that breaks the protocol: " + text, e);
    }
  }

  private void see(JsonNode item, boolean pushed, long now) throws IOException {
    PresenceView view = read(item, PresenceView.class);
    Seen seen =
        new Seen(view.userId(), view.status(), view.lastSeen(), view.version(), pushed, now);
    if (picture.fold(seen)) {
      onSeen.accept(seen);
    }
  }

  private static <T> T read(JsonNode tree, Class<T> type) throws IOException {
    return Objects.requireNonNull(JSON.readValueFromTree(tree, type));
  }

  /** A frame of the server, its data not yet read. */
  @Serdeable
  record Inbound(String event, @Nullable JsonNode data, @Nullable Boolean last) {}

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      if (closed.isDone()) {
        // Given up meanwhile: an open socket would go on answering pings.
        opened.abort();
        return;
      }
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      partial.append(text);
      if (last) {
        String whole = partial.toString();
        partial.setLength(0);
        if (!unplugged) {
          receive(whole);
        }
      }
      readOn(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, java.nio.ByteBuffer message) {
      answeredNanos = System.nanoTime();
      readOn(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, java.nio.ByteBuffer message) {
      readOn(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
      ready.completeExceptionally(
          new IllegalStateException("closed with " + statusCode + " " + reason));
      closed.complete(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ready.completeExceptionally(error);
      closed.complete(1006);
    }
  }
}
