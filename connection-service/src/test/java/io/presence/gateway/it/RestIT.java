package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Gateway gateway = Gateway.shared();
  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");

  private HttpResponse<String> call(String method, String path, @Nullable String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.http(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private Node get(String path, String... roles) throws Exception {
    HttpResponse<String> answer = call("GET", path, Gateway.token(ann, 60, roles));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Node.parse(answer.body());
  }

  @Test
  void lookupsSeeWhatTheSocketSees() throws Exception {
    UserId hidden = Gateway.someone("hidden");
    gateway.connect(bob);
    gateway.connect(hidden);
    gateway.peers.see(ann, bob, Sight.STATUS_ONLY);
    Node items = get("/v1/presence?user_ids=" + hidden + "," + bob).get("items");
    assertThat(items.get(0).text("status")).isEqualTo("offline");
    assertThat(items.get(1).text("status")).isEqualTo("online");
    assertThat(items.get(1).get("last_seen").isNull()).isTrue();
    assertThat(items.get(1).text("live")).isEqualTo("false");
  }

  @Test
  void contactsComeInPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      gateway.peers.befriend(ann, new UserId(bob + "-" + i));
    }
    Node first = get("/v1/presence/contacts?limit=2");
    assertThat(first.get("items").size()).isEqualTo(2);
    Node second = get("/v1/presence/contacts?limit=2&after=" + first.get("next").text());
    assertThat(second.get("items").size()).isEqualTo(1);
    assertThat(second.has("next")).isFalse();
    assertThat(get("/v1/presence/contacts").get("items").size()).isEqualTo(3);
  }

  @Test
  void atMost500Ids() throws Exception {
    String ids =
        IntStream.range(0, 500)
            .mapToObj(i -> "somebody-with-a-rather-long-name-%04d".formatted(i))
            .collect(Collectors.joining(","));
    assertThat(get("/v1/presence?user_ids=" + ids).get("items").size()).isEqualTo(500);
    String token = Gateway.token(ann, 60);
    for (String query :
        new String[] {"?user_ids=" + ids + ",x", "?user_ids=", "?user_ids=a,,b", ""}) {
      HttpResponse<String> refused = call("GET", "/v1/presence" + query, token);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("urn:presence:problem:bad-request");
    }
    for (String limit : new String[] {"0", "501", "x"}) {
      assertThat(call("GET", "/v1/presence/contacts?limit=" + limit, token).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void nobodyWithoutAToken() throws Exception {
    for (String path :
        new String[] {"/v1/presence?user_ids=a", "/v1/presence/contacts", "/v1/stats"}) {
      assertThat(call("GET", path, null).statusCode()).isEqualTo(401);
      assertThat(call("GET", path, Gateway.token(ann, -1)).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void adminsSeeHowMany() throws Exception {
    gateway.connect(bob);
    Node stats = get("/v1/stats", "admin");
    assertThat(stats.get("connections").number()).isPositive();
    assertThat(stats.get("users_online").number()).isPositive();
    assertThat(call("GET", "/v1/stats", Gateway.token(ann, 60)).statusCode()).isEqualTo(403);
  }

  @Test
  void theEndpointsAreDescribedAndTheDescriptionIsShown() throws Exception {
    String description = call("GET", "/v1/openapi.yml", null).body();
    assertThat(description)
        .contains(
            "/v1/presence:",
            "/v1/presence/contacts:",
            "/v1/admin/explain:",
            "/v1/admin/sessions/{user}:",
            "user_ids",
            "bearer")
        .doesNotContain("/internal", "/docs", "name: caller", "MOBILE");
    HttpResponse<String> page = call("GET", "/docs", null);
    assertThat(page.body()).contains("swagger-ui-bundle.js").doesNotContain("http");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'");
    for (String asset : new String[] {"swagger-ui-bundle.js", "swagger-ui.css", "init.js"}) {
      assertThat(call("GET", "/docs/" + asset, null).statusCode()).as(asset).isEqualTo(200);
    }
    assertThat(call("GET", "/docs/elsewhere", null).statusCode()).isEqualTo(404);
    assertThat(call("GET", "/docs/..%2Fopenapi.yml", null).statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenInTheUrlIsRefused() throws Exception {
    String token = Gateway.token(ann, 60);
    HttpResponse<String> answer =
        call("GET", "/v1/presence?user_ids=a&access_token=" + token, token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("header Authorization").doesNotContain(token);
  }

  @Test
  void whereServicesTalkNoTokenOpensAnything() throws Exception {
    String admin = Gateway.token(ann, 60, "admin", "support", "user", "service");
    for (String path :
        new String[] {"/internal/v1/heartbeats", "/internal/v1/nothing", "/internal/"}) {
      assertThat(call("GET", path, null).statusCode()).as(path).isEqualTo(401);
      assertThat(call("GET", path, admin).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void healthAndMetricsAreOpen() throws Exception {
    assertThat(call("GET", "/health/readiness", null).body()).contains("UP");
    assertThat(call("GET", "/prometheus", null).body())
        .contains("presence_connections", "presence_frames_in_total", "presence_reports_batch");
  }

  @Test
  void aPlainRequestForTheSocketIsAnError() throws Exception {
    assertThat(call("GET", "/v1/presence/ws", Gateway.token(ann, 60)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket",
        "Upgrade: websocket\r\nConnection: close, Upgrade\r\nSec-WebSocket-Version: 13",
        "Upgrade: websocket\r\nConnection: close, Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Upgrade: h2c\r\nConnection: close, Upgrade"
      })
  void halfAnUpgradeIsAnError(String headers) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.http("/").getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /v1/presence/ws HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
                  .formatted(headers)
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
    }
  }
}
