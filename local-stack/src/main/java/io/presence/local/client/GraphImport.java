package io.presence.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Loads friendships through the admins' import of friend-graph-service. */
public final class GraphImport {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private GraphImport() {}

  /**
   * @param pairs {@code a b} lines
   * @return the service's answer, as it is
   * @throws IOException if the service is not there, or refuses; the message holds its answer
   */
  public static String load(HttpClient http, RunningStack stack, BodyPublisher pairs)
      throws IOException, InterruptedException {
    URI uri = stack.friendGraph().resolve("/v1/import/contacts");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + stack.adminToken().get())
            .header("Content-Type", "text/plain")
            .timeout(TIMEOUT)
            .POST(pairs)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "POST %s answered %d: %s".formatted(uri, answer.statusCode(), answer.body()));
    }
    return answer.body();
  }
}
