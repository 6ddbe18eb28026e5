package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The own status over REST. */
@Timeout(60)
class MeIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Gateway gateway = Gateway.shared();
  private final UserId ann = Gateway.someone("ann");

  private HttpResponse<String> call(String method, @Nullable String body) throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.http("/v1/presence/me"))
            .header("Authorization", "Bearer " + Gateway.token(ann, 60));
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private Node put(String body) throws Exception {
    HttpResponse<String> answer = call("PUT", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Node.parse(answer.body());
  }

  private Node me() throws Exception {
    HttpResponse<String> answer = call("GET", null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Node.parse(answer.body());
  }

  @Test
  void whoeverHasNoSessionSetsAStatusForLater() throws Exception {
    assertThat(me().text("status")).isEqualTo("offline");
    String until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS).toString();
    Node set = put("{\"status\":\"dnd\",\"expires_at\":\"" + until + "\"}");
    assertThat(set.text("status")).isEqualTo("offline");
    assertThat(Instant.parse(set.text("expires_at"))).isEqualTo(Instant.parse(until));
    Client client = gateway.connect(ann);
    assertThat(me().text("status")).isEqualTo("busy");
    assertThat(put("{\"status\":\"online\"}").text("status")).isEqualTo("online");
    assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void aMessageMayEndByItself() throws Exception {
    String until = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
    Node set = put("{\"custom_message\":\"hi\",\"message_expires_at\":\"" + until + "\"}");
    assertThat(set.text("custom_message")).isEqualTo("hi");
    assertThat(Instant.parse(set.text("message_expires_at"))).isEqualTo(Instant.parse(until));
    assertThat(me().toString()).isEqualTo(set.toString());
    assertThat(put("{\"custom_message\":null}").has("custom_message")).isFalse();
    assertThat(me().has("message_expires_at")).isFalse();
  }

  @Test
  void signsOffTheDeviceThatIsNamedOrAll() throws Exception {
    gateway.connect(ann, "?device_id=phone");
    gateway.connect(ann, "?device_id=laptop");
    assertThat(put("{\"status\":\"offline\",\"device_id\":\"phone\"}").text("status"))
        .isEqualTo("online");
    assertThat(put("{\"status\":\"offline\"}").text("status")).isEqualTo("offline");
    assertThat(put("{\"status\":\"online\",\"device_id\":\"phone\"}").text("status"))
        .isEqualTo("online");
    assertThat(gateway.peers.reports(SessionReport.PersonSet.class, ann))
        .extracting(SessionReport.PersonSet::deviceId)
        .containsExactly(new DeviceId("phone"), null, new DeviceId("phone"));
  }

  @Test
  void whatThePersonSetBeforeTheStoreKnewThemIsTold() throws Exception {
    gateway.peers.lastSeen.put(
        ann, new LastSeen(ann, 5, 7, new HandSet(Status.BUSY, null, "kept", 1L)));
    assertThat(me().toString()).isEqualTo("{\"status\":\"offline\"}");
  }

  @Test
  void whoeverWasInvisibleBeforeTheStoreKnewThemStillIs() throws Exception {
    gateway.peers.lastSeen.put(
        ann, new LastSeen(ann, 5, 7, new HandSet(Status.INVISIBLE, null, null)));
    assertThat(me().text("status")).isEqualTo("invisible");
  }

  @Test
  void whatTheSocketRefusesIsRefusedInTheSameWords() throws Exception {
    Client client = gateway.connect(ann);
    for (String bad :
        new String[] {
          "{}",
          "{\"status\":\"sleepy\"}",
          "{\"status\":\"busy\",\"expires_at\":\"2001-01-01T00:00:00Z\"}",
          "{\"custom_message\":\"" + "x".repeat(141) + "\"}",
          "{\"status\":\"busy\",\"message_expires_at\":\"2999-01-01T00:00:00Z\"}",
          "{\"status\":\"busy\",\"message_expires_at\":\"" + Instant.now().plusSeconds(60) + "\"}"
        }) {
      HttpResponse<String> refused = call("PUT", bad);
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
      String why = client.ask("u", "update_status", bad).get("data").text("message");
      assertThat(Node.parse(refused.body()).text("detail")).isEqualTo(why);
    }
    for (String bad :
        new String[] {"[]", "no json", "", "{\"status\":\"busy\",\"device_id\":\"a:b\"}"}) {
      HttpResponse<String> refused = call("PUT", bad);
      assertThat(refused.statusCode()).as(bad).isEqualTo(400);
      assertThat(refused.body()).contains("urn:presence:problem:bad-request");
    }
  }
}
