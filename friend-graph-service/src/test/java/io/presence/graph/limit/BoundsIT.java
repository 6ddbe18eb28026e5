package io.presence.graph.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every bound of the graph, reached: counted, and told apart from other conflicts. */
@Timeout(60)
class BoundsIT {
  private static GraphServer server;

  @BeforeAll
  static void start() {
    server =
        GraphServer.start(
            "friend_graph_bounds",
            Map.of(
                "presence.graph.max-contacts", 1,
                "presence.graph.max-requests", 1,
                "presence.graph.max-blocks", 1,
                "presence.graph.max-privacy-exceptions", 1,
                "presence.graph.max-room-members", 1));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String eve = GraphServer.person("eve");
  private final String admin = Token.of(GraphServer.person("admin"), "admin");

  @Test
  void contacts() {
    server.put(admin, of(ann, "contacts", bob)).expect(200);
    refused("contacts-per-user", server.put(admin, of(ann, "contacts", eve)));
  }

  @Test
  void requests() {
    server.put(Token.of(ann), of(ann, "contacts", bob)).expect(200);
    refused("requests-per-user", server.put(Token.of(ann), of(ann, "contacts", eve)));
  }

  @Test
  void blocks() {
    server.put(Token.of(ann), of(ann, "blocks", bob)).expect(204);
    refused("blocks-per-user", server.put(Token.of(ann), of(ann, "blocks", eve)));
  }

  @Test
  void exceptions() {
    String deny = "{\"show_online_status\":\"deny\"}";
    server.put(Token.of(ann), of(ann, "privacy/exceptions", bob), deny).expect(200);
    refused(
        "exceptions-per-user", server.put(Token.of(ann), of(ann, "privacy/exceptions", eve), deny));
  }

  @Test
  void membersOfARoom() {
    String room = "/v1/rooms/" + GraphServer.person("room") + "/members/";
    server.put(admin, room + bob).expect(204);
    refused("members-per-room", server.put(admin, room + eve));
  }

  private static String of(String user, String what, String other) {
    return "/v1/users/%s/%s/%s".formatted(user, what, other);
  }

  /** Each test reaches a bound of its own. */
  private static void refused(String bound, Answer answer) {
    answer.expectProblem(409, "at most 1 ");
    assertThat(answer.text("type")).isEqualTo("urn:presence:problem:too-many");
    assertThat(
            server
                .bean(MeterRegistry.class)
                .get("presence.limit.rejected")
                .tag("limit", bound)
                .counter()
                .count())
        .isEqualTo(1);
  }
}
