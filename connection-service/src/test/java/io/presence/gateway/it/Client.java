package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
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

  final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  final AtomicInteger pings = new AtomicInteger();
  private final ObjectMapper json = ObjectMapper.getDefault();
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

  WebSocket socket() {
    return Objects.requireNonNull(socket);
  }

  void send(String frame) throws Exception {
    socket().sendText(frame, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The next frame, which must be of that event. */
  JsonNode await(String event) throws Exception {
    JsonNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(frame).as("a frame " + event).isNotNull();
    assertThat(text(frame, "event")).as(String.valueOf(frame)).isEqualTo(event);
    return frame;
  }

  /** The items of the snapshot, up to the last frame of it. */
  List<JsonNode> awaitSnapshot() throws Exception {
    List<JsonNode> items = new ArrayList<>();
    while (true) {
      JsonNode frame = await("presence_info");
      frame.get("data").values().forEach(items::add);
      if (frame.get("last") != null) {
        return items;
      }
    }
  }

  /** Sends a frame with this ref and waits for the one with the same ref, which comes next. */
  JsonNode ask(String ref, String event, String data) throws Exception {
    send("{\"event\":\"%s\",\"data\":%s,\"ref\":\"%s\"}".formatted(event, data, ref));
    JsonNode answer = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(answer).as("an answer to " + event).isNotNull();
    assertThat(text(answer, "ref")).as(String.valueOf(answer)).isEqualTo(ref);
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

  static String text(@Nullable JsonNode node, String field) {
    JsonNode value = Objects.requireNonNull(node).get(field);
    return value == null ? "" : value.coerceStringValue();
  }

  /** The error's code, or what came instead. */
  static String code(JsonNode frame) {
    return text(frame, "event").equals("error") ? text(frame.get("data"), "code") : frame + "";
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        frames.add(
            Objects.requireNonNull(
                json.readValue(partial.toString(), Argument.of(JsonNode.class))));
      } catch (IOException e) {
        closed.completeExceptionally(e);
      }
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
