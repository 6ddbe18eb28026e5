package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.contracts.UserId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit of users, devices and addresses, reached. */
@Timeout(60)
class AbuseIT {
  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.ofEntries(
                Map.entry("presence.limits.connects-per-address", "10/10m"),
                Map.entry("presence.limits.connects-per-user", "6/10m"),
                Map.entry("presence.limits.connects-per-device", "3/10m"),
                Map.entry("presence.limits.frames-per-device", "120/10m"),
                Map.entry("presence.limits.statuses-per-user", "5/10m"),
                Map.entry("presence.limits.statuses-per-device", "3/10m"),
                Map.entry("presence.limits.subscriptions-per-user", "600/10m"),
                Map.entry("presence.limits.lookups-per-user", "600/10m"),
                Map.entry("presence.limits.rooms-per-user", "3/10m"),
                Map.entry("presence.limits.calls-per-admin", "2/10m"),
                Map.entry("presence.trusted-proxies", "127.0.0.1"),
                // One socket alone may send more than its device.
                Map.entry("presence.frames-per-second", 1_000),
                Map.entry("presence.frames-burst", 2_000)));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private final UserId ann = Gateway.someone("ann");

  /** Each test comes from an address of its own. */
  private final String address = "198.51.100." + ADDRESSES.incrementAndGet();

  private Client connect(String query) throws Exception {
    Client client = Client.openVia(address, gateway.socket(query), Gateway.token(ann, 60));
    client.await("authenticated");
    client.awaitSnapshot();
    return client;
  }

  private int refusal(String from, String query, String token) {
    int[] status = new int[1];
    assertThatThrownBy(() -> Client.openVia(from, gateway.socket(query), token))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class, e -> status[0] = e.getResponse().statusCode());
    return status[0];
  }

  private double rejected(String limit) {
    return gateway
        .bean(MeterRegistry.class)
        .get("presence.limit.rejected")
        .tag("limit", limit)
        .counter()
        .count();
  }

  @Test
  void aDeviceAndAUserConnectOnlySoOften() throws Exception {
    double before = rejected("connects-per-device");
    // An address has a limit of its own.
    String via = "203.0.113.10";
    for (int i = 0; i < 3; i++) {
      connect("?device_id=phone");
    }
    // A phone in a loop uses up nothing of the other devices.
    for (int i = 0; i < 4; i++) {
      assertThat(refusal(via, "?device_id=phone", Gateway.token(ann, 60))).isEqualTo(429);
    }
    assertThat(rejected("connects-per-device")).isEqualTo(before + 4);
    connect("?device_id=tablet");
    connect("?device_id=laptop");
    connect("?device_id=pad");
    assertThat(refusal(via, "?device_id=watch", Gateway.token(ann, 60))).isEqualTo(429);
    UserId bob = Gateway.someone("bob");
    Client.openVia(address, gateway.socket(""), Gateway.token(bob, 60)).await("authenticated");
  }

  @Test
  void theFirstFrameIsHeldToTheSameLimits() throws Exception {
    for (int i = 0; i < 3; i++) {
      connect("?device_id=phone");
    }
    Client nameless = Client.openVia(address, gateway.socket("?device_id=phone"), null);
    nameless.send(
        "{\"event\":\"authenticate\",\"ref\":\"a\",\"data\":{\"token\":\"%s\"}}"
            .formatted(Gateway.token(ann, 60)));
    Node error = nameless.await("error");
    assertThat(error.code()).isEqualTo("rate_limited");
    assertThat(error.get("data").text("message")).contains("connections of one device", "3");
    assertThat(error.get("data").get("retry_after_ms").number()).isPositive();
    assertThat(nameless.awaitClose()).isEqualTo(4429);
  }

  @Test
  void anAddressConnectsOnlySoOftenAndAnotherIsNotHeldToIt() throws Exception {
    for (int i = 0; i < 10; i++) {
      Client.openVia("203.0.113.1", gateway.socket(""), null);
    }
    assertThat(refusal("203.0.113.1", "", Gateway.token(ann, 60))).isEqualTo(429);
    // What a client puts in front of its proxy's word does not count.
    assertThat(refusal("203.0.113.99, 203.0.113.1", "", Gateway.token(ann, 60))).isEqualTo(429);
    Client.openVia("203.0.113.2", gateway.socket(""), Gateway.token(ann, 60))
        .await("authenticated");
  }

  @Test
  void adminsAndSupportCallOnlySoOftenWhateverTheyCall() throws Exception {
    String token = Gateway.token(ann, 60, "admin");
    String explain = "/v1/admin/explain?viewer=%s&subject=%s".formatted(ann, ann);
    assertThat(call("GET", explain, token).statusCode()).isEqualTo(200);
    assertThat(call("GET", "/v1/stats", token).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = call("DELETE", "/v1/admin/sessions/" + ann, token);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("2 in 600 s", "retry_after_ms");
    assertThat(call("GET", explain, token).statusCode()).isEqualTo(429);
  }

  private HttpResponse<String> call(String method, String path, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void statusesAreHeldToTheDeviceThenToTheUser() throws Exception {
    Client phone = connect("?device_id=phone");
    Client tablet = connect("?device_id=tablet");
    String busy = "{\"status\":\"busy\"}";
    for (int i = 0; i < 3; i++) {
      assertThat(phone.ask("s" + i, "update_status", busy).text("event")).isEqualTo("ack");
    }
    Node refused = phone.ask("s", "update_status", busy);
    assertThat(refused.code()).isEqualTo("rate_limited");
    assertThat(refused.get("data").text("message")).contains("one device", "3 in 600 s");
    assertThat(refused.get("data").get("retry_after_ms").number()).isPositive();
    tablet.frames.clear();
    assertThat(tablet.ask("t1", "update_status", busy).text("event")).isEqualTo("ack");
    assertThat(tablet.ask("t2", "update_status", busy).text("event")).isEqualTo("ack");
    Node user = tablet.ask("t3", "update_status", busy);
    assertThat(user.get("data").text("message")).contains("one user", "5 in 600 s");
    // Nothing else is held up by it.
    assertThat(tablet.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void idsAreCountedNotFrames() throws Exception {
    Client client = connect("");
    for (String event : new String[] {"get_presence", "subscribe_presence"}) {
      assertThat(client.ask(event, event, ids(500)).text("event")).isEqualTo("presence_info");
      Node refused = client.ask(event, event, ids(300));
      assertThat(refused.code()).isEqualTo("rate_limited");
      assertThat(refused.get("data").text("message")).contains("ids", "600 in 600 s");
      assertThat(client.ask(event, event, ids(100)).text("event")).isEqualTo("presence_info");
    }
    String many = IntStream.range(0, 300).mapToObj(i -> "u" + i).collect(Collectors.joining(","));
    var request =
        HttpRequest.newBuilder(gateway.http("/v1/presence?user_ids=" + many))
            .header("Authorization", "Bearer " + Gateway.token(ann, 60))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(Node.parse(answer.body()).get("retry_after_ms").number()).isPositive();
      assertThat(answer.body()).contains("ids looked up by one user");
    }
  }

  /** A way around a limit would be no limit. */
  @Test
  void restIsHeldToTheLimitsOfTheSocket() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(rest("PUT", "/v1/presence/me", "{\"status\":\"busy\"}")).isEqualTo(200);
    }
    assertThat(rest("PUT", "/v1/presence/me", "{\"status\":\"busy\"}")).isEqualTo(429);

    assertThat(rest("GET", "/v1/presence/contacts?limit=500", "")).isEqualTo(200);
    assertThat(rest("GET", "/v1/presence/contacts?limit=300", "")).isEqualTo(429);
    assertThat(rest("GET", "/v1/presence/contacts?limit=100", "")).isEqualTo(200);
    assertThat(rest("GET", "/v1/presence/me", "")).isEqualTo(429);

    Client client = connect("");
    String room = "{\"room_id\":\"nowhere\"}";
    assertThat(client.ask("r1", "subscribe_room", room).code()).isEqualTo("forbidden");
    for (int i = 0; i < 2; i++) {
      assertThat(rest("GET", "/v1/rooms/nowhere/presence", "")).isEqualTo(404);
    }
    assertThat(rest("GET", "/v1/rooms/nowhere/presence", "")).isEqualTo(429);
    assertThat(client.ask("r2", "subscribe_room", room).code()).isEqualTo("rate_limited");
  }

  @Test
  void whatCannotBeReadCountsAsWell() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(rest("PUT", "/v1/presence/me", "no json")).isEqualTo(400);
    }
    assertThat(rest("PUT", "/v1/presence/me", "no json")).isEqualTo(429);
    assertThat(rest("PUT", "/v1/presence/me", "{\"status\":\"busy\"}")).isEqualTo(429);

    String bad = IntStream.range(0, 300).mapToObj(i -> "u%20" + i).collect(Collectors.joining(","));
    for (int i = 0; i < 2; i++) {
      assertThat(rest("GET", "/v1/presence?user_ids=" + bad, "")).isEqualTo(400);
    }
    assertThat(rest("GET", "/v1/presence?user_ids=" + bad, "")).isEqualTo(429);

    for (int i = 0; i < 6; i++) {
      assertThat(rest("GET", "/v1/presence/stream?watch=all", "")).isEqualTo(400);
    }
    assertThat(rest("GET", "/v1/presence/stream?watch=all", "")).isEqualTo(429);
  }

  /** Whoever hammers on from one device has others to speak from. */
  @Test
  void overRestADeviceUsesUpNothingOfItsUserEither() throws Exception {
    String phone = "{\"status\":\"busy\",\"device_id\":\"phone\"}";
    for (int i = 0; i < 3; i++) {
      assertThat(rest("PUT", "/v1/presence/me", phone)).isEqualTo(200);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(rest("PUT", "/v1/presence/me", phone)).isEqualTo(429);
    }
    assertThat(rest("PUT", "/v1/presence/me", phone.replace("phone", "pad"))).isEqualTo(200);
  }

  @Test
  void aBodyIsNoLargerThanAnyStatus() throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.http("/v1/presence/me"))
            .header("Authorization", "Bearer " + Gateway.token(ann, 60))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(" ".repeat(70_000)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("urn:presence:problem:request-entity-too-large");
    }
  }

  @Test
  void aStreamIsAConnectionAndItsPeopleAreSubscriptions() throws Exception {
    String many = IntStream.range(0, 500).mapToObj(i -> "u" + i).collect(Collectors.joining(","));
    assertThat(rest("GET", "/v1/presence/stream?user_ids=" + many, "")).isEqualTo(200);
    assertThat(rest("GET", "/v1/presence/stream?user_ids=" + many, "")).isEqualTo(429);
    for (int i = 0; i < 4; i++) {
      assertThat(rest("GET", "/v1/presence/stream", "")).isEqualTo(200);
    }
    double before = rejected("connects-per-user");
    assertThat(rest("GET", "/v1/presence/stream", "")).isEqualTo(429);
    assertThat(rejected("connects-per-user")).isEqualTo(before + 1);
    for (int i = 0; i < 3; i++) {
      Client.openVia(address, gateway.socket(""), null);
    }
    assertThat(rest("GET", "/v1/presence/stream", "")).isEqualTo(429);
    assertThat(rejected("connects-per-user")).as("it was the address").isEqualTo(before + 1);
  }

  /** The status of an answer, whose body is not waited for. */
  private int rest(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.http(path))
            .header("Authorization", "Bearer " + Gateway.token(ann, 60))
            .header("X-Forwarded-For", address)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    try (HttpClient http = HttpClient.newHttpClient()) {
      var response = http.send(request.build(), BodyHandlers.ofInputStream());
      response.body().close();
      return response.statusCode();
    }
  }

  @Test
  void whoeverGoesOnRegardlessIsClosed() throws Exception {
    Client client = connect("?device_id=phone");
    for (int i = 0; i < 300; i++) {
      client.socket().sendText("{\"event\":\"heartbeat\",\"data\":{}}", true);
    }
    assertThat(client.awaitClose()).isEqualTo(4429);
    assertThat(rejected("frames-per-device")).isGreaterThanOrEqualTo(100);
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "{\"user_ids\":[", "]}"));
  }
}
