package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket client as users have it: it collects what it is sent, and how the socket ends. */
final class Client implements WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE_SECONDS = 10;

  private static final String DEGRADED = "degraded";

  final BlockingQueue<Node> frames = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  final AtomicInteger pings = new AtomicInteger();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  static Client open(URI uri, @Nullable String token) throws Exception {
    Client client = new Client();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    client.socket = builder.buildAsync(uri, client).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  /** Through a proxy that says whom it speaks for. */
  static Client openVia(String address, URI uri, @Nullable String token) throws Exception {
    Client client = new Client();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().header("X-Forwarded-For", address);
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    client.socket = builder.buildAsync(uri, client).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  /** As a page of that origin would. */
  static Client openFrom(String origin, URI uri, String token) throws Exception {
    Client client = new Client();
    client.socket =
        HTTP.newWebSocketBuilder()
            .header("Origin", origin)
            .header("Authorization", "Bearer " + token)
            .buildAsync(uri, client)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  WebSocket socket() {
    return Objects.requireNonNull(socket);
  }

  void send(String frame) throws Exception {
    socket().sendText(frame, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The next frame, which must be of that event. */
  Node await(String event) throws Exception {
    Node frame = next(event);
    assertThat(frame.text("event")).as(String.valueOf(frame)).isEqualTo(event);
    return frame;
  }

  /** Passes over what a busy machine may make any gateway say, unless it is waited for. */
  private Node next(String expected) throws Exception {
    Node frame;
    do {
      frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame " + expected);
      }
    } while (frame.text("event").equals(DEGRADED) && !expected.equals(DEGRADED));
    return frame;
  }

  /** Waits for a frame that others of one kind, however many there still are, may come before. */
  Node awaitAfterAny(String others, String event) throws Exception {
    Node frame;
    do {
      frame = next(event);
    } while (frame.text("event").equals(others));
    assertThat(frame.text("event")).as(String.valueOf(frame)).isEqualTo(event);
    return frame;
  }

  /** The items of the snapshot, up to the last frame of it. */
  List<Node> awaitSnapshot() throws Exception {
    List<Node> items = new ArrayList<>();
    while (true) {
      Node frame = await("presence_info");
      items.addAll(frame.get("data").items());
      if (frame.has("last")) {
        return items;
      }
    }
  }

  /** Sends a frame with this ref and waits for the one with the same ref, which comes next. */
  Node ask(String ref, String event, String data) throws Exception {
    send("{\"event\":\"%s\",\"data\":%s,\"ref\":\"%s\"}".formatted(event, data, ref));
    Node answer = next("that answers " + event);
    assertThat(answer.text("ref")).as(String.valueOf(answer)).isEqualTo(ref);
    return answer;
  }

  int awaitClose() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the connection without a goodbye. */
  void cut() {
    socket().abort();
  }

  void goodbye() throws Exception {
    socket().sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(Node.parse(partial.toString()));
      partial.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    pings.incrementAndGet();
    webSocket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }
}
