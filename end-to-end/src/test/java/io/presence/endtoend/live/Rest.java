package io.presence.endtoend.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** REST calls that keep what came back, and when. Safe for any thread; blocks its caller. */
public final class Rest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * One answer.
   *
   * @param sentNanos {@link System#nanoTime} before the request was made
   * @param atNanos when the answer was complete
   */
  public record Answer(
      int status, Map<String, List<String>> headers, String body, long sentNanos, long atNanos) {

    /** This answer, which must be a success. */
    public Answer ok() {
      if (status < 200 || status > 299) {
        throw new AssertionError("refused with " + status + ": " + body);
      }
      return this;
    }

    public long nanos() {
      return atNanos - sentNanos;
    }
  }

  public Answer get(URI base, String path, String token) {
    return call("GET", base.resolve(path), token, null);
  }

  public Answer put(URI base, String path, String token, @Nullable String body) {
    return call("PUT", base.resolve(path), token, body);
  }

  public Answer delete(URI base, String path, String token) {
    return call("DELETE", base.resolve(path), token, null);
  }

  /**
   * @param body JSON, or null for none
   */
  public Answer call(String method, URI uri, @Nullable String token, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return send(request.build());
  }

  public Answer send(HttpRequest request) {
    try {
      long sent = System.nanoTime();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      long at = System.nanoTime();
      return new Answer(
          answer.statusCode(), new TreeMap<>(answer.headers().map()), answer.body(), sent, at);
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes pairs contacts: lines {@code a b}. */
  public void befriend(LiveStack stack, String pairs) {
    send(HttpRequest.newBuilder(stack.friendGraph().resolve("/v1/import/contacts"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + stack.admin())
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(pairs))
            .build())
        .ok();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
