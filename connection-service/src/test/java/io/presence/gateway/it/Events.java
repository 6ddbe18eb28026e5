package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of server-sent events, which reads them as the standard says. */
final class Events implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;
  private static final String END = "(end)";
  private static final String COMMENT = "(comment)";

  private final HttpClient http = HttpClient.newHttpClient();
  final HttpResponse<InputStream> response;
  private final LinkedBlockingQueue<Map<String, String>> came = new LinkedBlockingQueue<>();

  private Events(URI uri, String token) throws IOException, InterruptedException {
    response =
        http.send(
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .build(),
            BodyHandlers.ofInputStream());
    Thread.ofVirtual().start(this::read);
  }

  static Events open(URI uri, String token) throws IOException, InterruptedException {
    return new Events(uri, token);
  }

  /** One with its snapshot. */
  static Events joined(URI uri, String token) throws IOException, InterruptedException {
    Events events = open(uri, token);
    assertThat(events.response.statusCode()).isEqualTo(200);
    while (!events.await("presence_info").containsKey("last")) {}
    return events;
  }

  private void read() {
    Map<String, String> event = new HashMap<>();
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!event.isEmpty()) {
            came.add(Map.copyOf(event));
            event.clear();
          }
        } else if (line.startsWith(":")) {
          came.add(Map.of("event", COMMENT));
        } else {
          String[] parts = line.split(": ?", 2);
          event.put(parts[0], parts[1]);
        }
      }
    } catch (IOException e) {
      // An end is an end.
    }
    came.add(Map.of("event", END));
  }

  /** The fields of the next event of this name; others before it are passed over. */
  Map<String, String> await(String name) throws InterruptedException {
    while (true) {
      Map<String, String> next = came.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + name + " came");
      }
      if (name.equals(next.get("event"))) {
        return next;
      }
      if (END.equals(next.get("event"))) {
        throw new AssertionError("the stream ended before " + name);
      }
    }
  }

  Node awaitData(String name) throws InterruptedException {
    return Node.parse(await(name).getOrDefault("data", "null"));
  }

  void awaitComment() throws InterruptedException {
    await(COMMENT);
  }

  /** The code in the last event, behind which the stream has ended. */
  long awaitClose() throws InterruptedException {
    long code = awaitData("closed").get("code").number();
    await(END);
    return code;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
