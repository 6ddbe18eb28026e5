package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/users/{id}/privacy}, and what follows from it. */
@Timeout(120)
class PrivacyIT {
  private static final GraphServer GRAPH = GraphServer.shared();

  private final String ann = GraphServer.person("ann");
  private final String path = "/v1/users/" + ann + "/privacy";
  private final String token = Token.of(ann);

  @Test
  void bothAreContactsUnlessSetAndWhatIsAbsentStays() {
    assertThat(GRAPH.get(token, path).expect(200).json())
        .containsEntry("show_online_status", "contacts")
        .containsEntry("show_last_seen", "contacts");
    GRAPH.put(token, path, "{\"show_online_status\":\"nobody\"}").expect(200);
    assertThat(GRAPH.put(token, path, "{\"show_last_seen\":\"everyone\"}").expect(200).json())
        .containsEntry("show_online_status", "nobody")
        .containsEntry("show_last_seen", "everyone");
    assertThat(GRAPH.get(token, path).json())
        .containsEntry("show_online_status", "nobody")
        .containsEntry("show_last_seen", "everyone");
  }

  @Test
  void badSettingsAreRefusedByFieldAndWord() {
    GRAPH
        .put(token, path, "{\"show_online_status\":\"friends\"}")
        .expectProblem(400, "show_online_status", "everyone, contacts, nobody", "friends");
    GRAPH
        .put(token, path, "{\"show_last_seen\":\"EVERYONE\"}")
        .expectProblem(400, "show_last_seen", "EVERYONE");
    GRAPH.put(token, path, "{}").expectProblem(400, "show_online_status");
    GRAPH.put(token, path, "{\"show_last_seen\":[]}").expect(400);
    GRAPH.put(token, path, "{\"show_last_seen\":").expect(400);
    GRAPH.put(token, path, "null").expect(400);
  }

  @Test
  void othersReadAndEditOnlyByRole() {
    String edit = "{\"show_last_seen\":\"nobody\"}";
    String bob = Token.of(GraphServer.person("bob"));
    GRAPH.get(bob, path).expect(403);
    GRAPH.put(bob, path, edit).expect(403);
    String support = Token.of(GraphServer.person("sue"), "support");
    GRAPH.get(support, path).expect(200);
    GRAPH.put(support, path, edit).expect(403);
    GRAPH.put(Token.of("root", "admin"), path, edit).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "everyone, everyone, full,        full",
    "everyone, contacts, full,        status_only",
    "everyone, nobody,   status_only, status_only",
    "contacts, everyone, full,        none",
    "contacts, contacts, full,        none",
    "contacts, nobody,   status_only, none",
    "nobody,   everyone, none,        none",
    "nobody,   contacts, none,        none",
    "nobody,   nobody,   none,        none",
  })
  void settingsDecideWhatContactsAndStrangersSee(
      String status, String lastSeen, String contactSees, String strangerSees) {
    String bob = GraphServer.person("bob");
    String eve = GraphServer.person("eve");
    GRAPH.put(Token.of("root", "admin"), "/v1/users/" + ann + "/contacts/" + bob).expect(200);
    GRAPH
        .put(
            token,
            path,
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(status, lastSeen))
        .expect(200);

    assertThat(sight(bob)).isEqualTo(contactSees);
    assertThat(sight(eve)).isEqualTo(strangerSees);
    var audience = GRAPH.asService("GET", "/internal/v1/audience/" + ann, "").expect(200);
    assertThat(audience.text("full").contains(bob)).isEqualTo(contactSees.equals("full"));
    assertThat(audience.text("status_only").contains(bob))
        .isEqualTo(contactSees.equals("status_only"));
  }

  private String sight(String viewer) {
    String question = "{\"viewer\":\"%s\",\"subjects\":[\"%s\"]}".formatted(viewer, ann);
    return GRAPH.asService("POST", "/internal/v1/sights", question).expect(200).firstText("sight");
  }
}
