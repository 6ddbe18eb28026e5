package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.EndedSessions;
import io.presence.contracts.EvictionNote;
import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What support asks, and what admins do. */
@Timeout(60)
class AdminIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Gateway gateway = Gateway.shared();
  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");
  private final UserId support = Gateway.someone("support");

  private HttpResponse<String> call(String method, String path, String... roles) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + Gateway.token(support, 60, roles))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private Node explain() throws Exception {
    HttpResponse<String> answer =
        call("GET", "/v1/admin/explain?viewer=%s&subject=%s".formatted(bob, ann), "support");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Node.parse(answer.body());
  }

  private static List<String> codes(Node explained) {
    return explained.get("reasons").items().stream().map(reason -> reason.text("code")).toList();
  }

  @Test
  void whatIsSaidToBeSeenIsWhatTheViewerGets() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.connect(ann, "?device_type=mobile&device_id=phone");
    Client bobs = gateway.connect(bob);
    for (Sight sight : Sight.values()) {
      gateway.peers.see(bob, ann, sight);
      Node told =
          bobs.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(ann))
              .get("data")
              .get(0);
      Node seen = explain().get("seen");
      for (String field : List.of("user_id", "status", "last_seen", "device_types", "live")) {
        // While somebody is connected their last seen moves.
        if (!field.equals("last_seen") || told.get(field).isNull()) {
          assertThat(seen.get(field).toString())
              .as(sight + " " + field)
              .isEqualTo(told.get(field).toString());
        }
      }
      assertThat(seen.has("custom_message")).isEqualTo(told.has("custom_message"));
    }
  }

  @Test
  void theTruthAndEverySessionStandBesideIt() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.peers.see(bob, ann, Sight.NONE);
    gateway.connect(ann, "?device_type=mobile&device_id=phone");
    Node explained = explain();
    assertThat(explained.get("seen").text("status")).isEqualTo("offline");
    Node truth = explained.get("truth");
    assertThat(truth.text("status")).isEqualTo("online");
    assertThat(truth.text("sight")).isEqualTo("none");
    assertThat(truth.text("cause")).isEqualTo("connected");
    Node session = truth.get("sessions").get(0);
    assertThat(session.text("device_type")).isEqualTo("mobile");
    assertThat(session.text("gateway")).isEqualTo(gateway.bean(GatewayId.class).value());
    assertThat(session.text("gateway_alive")).isEqualTo("true");
    assertThat(session.text("lease_until")).isGreaterThan(session.text("last_heard"));
    assertThat(codes(explained))
        .containsExactly("graph_says", "active", "session", "viewer_not_connected");
  }

  @Test
  void eachStateOfTheSubjectHasItsReason() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.connect(bob);
    assertThat(codes(explain())).contains("never_seen");
    Client client = gateway.connect(ann);
    client.ask("b", "update_status", "{\"status\":\"busy\"}");
    assertThat(codes(explain())).contains("hand_set", "session");
    client.ask("i", "update_status", "{\"status\":\"invisible\"}");
    Node invisible = explain();
    assertThat(codes(invisible)).contains("invisible");
    assertThat(invisible.get("seen").text("status")).isEqualTo("offline");
    assertThat(invisible.get("truth").text("status")).isEqualTo("invisible");
    client.ask("o", "update_status", "{\"status\":\"online\"}");
    client.ask("s", "update_status", "{\"status\":\"offline\"}");
    assertThat(codes(explain())).contains("signed_off", "session_signed_off");
    assertThat(codes(explain())).doesNotContain("pull_only");
    gateway.peers.pullOnly.add(ann);
    assertThat(codes(explain())).contains("pull_only");
    assertThat(explain().get("seen").text("live")).isEqualTo("false");
    gateway.peers.pullOnly.clear();
    gateway.peers.unfriend(ann, bob);
    assertThat(codes(explain())).contains("pull_only");
  }

  @Test
  void aSessionOfAGatewayThatIsGoneIsCalledAGhost() throws Exception {
    var connected =
        new SessionReport.Connected(
            ann,
            SessionId.random(),
            new io.presence.contracts.DeviceId("phone"),
            io.presence.contracts.DeviceType.MOBILE,
            null,
            GatewayId.random(),
            io.presence.contracts.Watch.CONTACTS);
    gateway
        .bean(io.presence.store.PresenceStore.class)
        .sessions()
        .apply(
            List.of(connected), java.util.Map.of(ann, io.presence.store.Sessions.nothingKept(ann)));
    assertThat(codes(explain())).contains("session_of_dead_gateway");
  }

  @Test
  void onlySupportMayAskAndOnlyAdminsMayEnd() throws Exception {
    String explain = "/v1/admin/explain?viewer=%s&subject=%s".formatted(bob, ann);
    String end = "/v1/admin/sessions/" + ann;
    assertThat(call("GET", explain).statusCode()).isEqualTo(403);
    assertThat(call("GET", explain, "user").statusCode()).isEqualTo(403);
    assertThat(call("GET", explain, "admin").statusCode()).isEqualTo(200);
    assertThat(call("DELETE", end, "support").statusCode()).isEqualTo(403);
    assertThat(gateway.peers.endings).noneMatch(call -> call.contains(ann.value()));
    assertThat(call("DELETE", end, "admin").statusCode()).isEqualTo(200);
    SessionId session = SessionId.random();
    assertThat(call("DELETE", end + "?session=" + session, "admin").statusCode()).isEqualTo(200);
    assertThat(gateway.peers.endings)
        .contains(
            "DELETE /internal/v1/sessions/" + ann,
            "DELETE /internal/v1/sessions/" + ann + "?session=" + session);
  }

  @Test
  void whoEndsWhatIsSaidToTheAuditBeforeAndAfter() throws Exception {
    SessionId session = SessionId.random();
    gateway.peers.ending.put(ann, List.of(session));
    String end = "/v1/admin/sessions/" + ann;
    assertThat(call("DELETE", end, "admin").statusCode()).isEqualTo(200);
    var asked = new EvictionNote(support, ann, List.of(), null);
    var ended = new EndedSessions(ann, List.of(session));
    assertThat(gateway.peers.notes)
        .filteredOn(note -> note.userId().equals(ann))
        .containsExactly(asked, asked.with(ended));
  }

  @Test
  void whatCannotBeSaidToTheAuditIsNotDone() throws Exception {
    String end = "/v1/admin/sessions/" + ann;
    gateway.peers.down.put(Peers.EVICTIONS, true);
    HttpResponse<String> refused = call("DELETE", end, "admin");
    gateway.peers.down.remove(Peers.EVICTIONS);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("nobody was evicted");
    assertThat(gateway.peers.endings).noneMatch(call -> call.contains(ann.value()));
  }

  @Test
  void aViewerWhoOnlyListensIsThereToBeTold() throws Exception {
    assertThat(codes(explain())).contains("viewer_not_connected");
    gateway
        .bean(io.presence.store.PresenceStore.class)
        .gateways()
        .listen(gateway.bean(GatewayId.class), List.of(bob));
    assertThat(codes(explain())).doesNotContain("viewer_not_connected");
  }

  @Test
  void idsThatAreNoneAreNamed() throws Exception {
    for (String path :
        List.of(
            "/v1/admin/explain?viewer=no%20spaces&subject=a",
            "/v1/admin/explain?viewer=a", "/v1/admin/explain?viewer=a&subject=")) {
      assertThat(call("GET", path, "support").statusCode()).as(path).isEqualTo(400);
    }
    assertThat(call("DELETE", "/v1/admin/sessions/a?session=not!one", "admin").statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatCannotBeHadIsUnavailable() throws Exception {
    try (Gateway own = Gateway.start(java.util.Map.of())) {
      own.peers.down.put(Peers.EXPLAIN, true);
      own.peers.down.put(Peers.SESSIONS, true);
      for (String[] call :
          new String[][] {
            {"GET", "/v1/admin/explain?viewer=b&subject=a"}, {"DELETE", "/v1/admin/sessions/a"}
          }) {
        HttpRequest request =
            HttpRequest.newBuilder(own.http(call[1]))
                .method(call[0], HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + Gateway.token(support, 60, "admin"))
                .build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(call[1]).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      }
    }
  }
}
