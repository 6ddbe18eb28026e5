package io.presence.endtoend.live;

import io.micronaut.json.tree.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One stream of server-sent events, read to its end by a virtual thread. Safe for any thread. */
public final class Events implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Event> came = new ArrayList<>();
  private final CompletableFuture<Void> snapshot = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * An event; a comment has the name {@code ""}.
   *
   * @param fields all but event and data
   * @param atNanos {@link System#nanoTime} when its last line was read
   * @param text what it would be as a frame of a socket, the bytes of its data as they came
   */
  public record Event(
      String name, JsonNode data, Map<String, String> fields, long atNanos, String text) {}

  private final long openingNanos = System.nanoTime();

  private Events() {}

  /** Connects and waits for the whole snapshot. */
  public static Events join(URI gateway, String token) {
    return join(gateway, token, "");
  }

  /**
   * The same.
   *
   * @param query for instance {@code user_ids=ann,bob&watch=subscriptions}
   */
  public static Events join(URI gateway, String token, String query) {
    Events events = new Events();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/presence/stream?" + query))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      HttpResponse<InputStream> response = events.http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError("the stream was refused: " + response.statusCode());
      }
      Thread.ofVirtual().name("events").start(() -> events.read(response.body()));
      events.snapshot.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("there was no snapshot", e);
    }
  }

  /** {@link System#nanoTime} before the connection was made. */
  public long openingNanos() {
    return openingNanos;
  }

  /** Everything received until now. */
  public List<Event> received() {
    synchronized (came) {
      return List.copyOf(came);
    }
  }

  public boolean isOpen() {
    return !ended.isDone();
  }

  private void read(InputStream body) {
    Map<String, String> event = new HashMap<>();
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!event.isEmpty()) {
            receive(Map.copyOf(event));
            event.clear();
          }
        } else if (line.startsWith(":")) {
          add(new Event("", JsonNode.nullNode(), Map.of(), System.nanoTime(), line));
        } else {
          String[] parts = line.split(": ?", 2);
          event.put(parts[0], parts[1]);
        }
      }
    } catch (IOException e) {
      // An end is an end.
    }
    ended.complete(null);
    snapshot.completeExceptionally(new AssertionError("the stream ended"));
  }

  private void receive(Map<String, String> fields) {
    Map<String, String> rest = new HashMap<>(fields);
    String name = String.valueOf(rest.remove("event"));
    String data = String.valueOf(rest.remove("data"));
    String last = rest.containsKey("last") ? ",\"last\":true" : "";
    String text = "{\"event\":\"%s\",\"data\":%s%s}".formatted(name, data, last);
    add(new Event(name, Json.read(data), Map.copyOf(rest), System.nanoTime(), text));
    if (name.equals("presence_info") && fields.containsKey("last")) {
      snapshot.complete(null);
    }
  }

  private void add(Event event) {
    synchronized (came) {
      came.add(event);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
