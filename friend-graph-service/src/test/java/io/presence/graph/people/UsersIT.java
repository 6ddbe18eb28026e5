package io.presence.graph.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code /v1/users/{id}} on real servers. */
@Timeout(120)
class UsersIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final String PROFILE = "{\"name\":\"Ann\"}";

  private final String ann = GraphServer.person("ann");
  private final String path = "/v1/users/" + ann;
  private final String admin = Token.of("root", "admin");

  @Test
  void aProfileIsWrittenReadAndDeletedByItsOwner() {
    String token = Token.of(ann);
    GRAPH.get(token, path).expectProblem(404, ann);
    String profile = "{\"name\":\"Ann Ä 😀\",\"picture_url\":\"https://pics.example/a.png\"}";
    GRAPH.put(token, path, profile).expect(200);
    assertThat(GRAPH.get(token, path).expect(200).json())
        .containsEntry("user_id", ann)
        .containsEntry("name", "Ann Ä 😀")
        .containsEntry("picture_url", "https://pics.example/a.png");

    GRAPH.put(token, path, PROFILE).expect(200);
    assertThat(GRAPH.get(token, path).json()).doesNotContainKey("picture_url");

    GRAPH.delete(token, path).expect(204);
    GRAPH.delete(token, path).expect(204);
    GRAPH.get(token, path).expect(404);
  }

  @Test
  void othersReadAndEditOnlyByRole() {
    GRAPH.put(admin, path, PROFILE).expect(200);
    String bob = Token.of(GraphServer.person("bob"));
    String support = Token.of(GraphServer.person("sue"), "support");

    GRAPH.get(bob, path).expectProblem(403, "support or admin");
    GRAPH.put(bob, path, PROFILE).expectProblem(403, "admin");
    GRAPH.delete(bob, path).expectProblem(403, "admin");

    GRAPH.get(support, path).expect(200);
    GRAPH.put(support, path, PROFILE).expectProblem(403, "admin");
    GRAPH.delete(support, path).expectProblem(403, "admin");

    GRAPH.get(admin, path).expect(200);
    GRAPH.delete(admin, path).expect(204);
    GRAPH.get("no-token", path).expect(401);
  }

  @Test
  void badProfilesAreRefusedByField() {
    GRAPH.put(admin, path, "{}").expectProblem(400, "name", "1-200");
    GRAPH.put(admin, path, "{\"name\":\"a\\u0000b\"}").expectProblem(400, "name", "U+0000");
    GRAPH.put(admin, path, "{\"name\":{}}").expect(400);
    GRAPH.put(admin, path, "not json").expect(400);
    GRAPH
        .put(admin, path, "{\"name\":\"a\",\"picture_url\":\"javascript:x\"}")
        .expectProblem(400, "picture_url", "http");
    GRAPH.put(admin, "/v1/users/no%20spaces", PROFILE).expectProblem(400, "1-128");
    GRAPH.put(admin, path, "").expect(400);
    GRAPH.get(admin, path).expect(404);
  }

  @Test
  void whoLeavesIsNoContactAnyMoreButStaysBlocked() {
    String bob = GraphServer.person("bob");
    String eve = GraphServer.person("eve");
    GRAPH.put(admin, path, PROFILE).expect(200);
    GRAPH.put(admin, path + "/contacts/" + bob).expect(200);
    GRAPH.put(Token.of(eve), path.replace(ann, eve) + "/blocks/" + ann).expect(204);
    GRAPH.put(admin, path + "/privacy", "{\"show_last_seen\":\"nobody\"}").expect(200);
    long before = GRAPH.version(bob);

    GRAPH.delete(admin, path).expect(204);

    assertThat(GRAPH.version(bob)).isGreaterThan(before);
    assertThat(GRAPH.get(admin, "/v1/users/" + bob + "/contacts").ids()).isEmpty();
    assertThat(GRAPH.get(admin, path + "/contacts").ids()).isEmpty();
    assertThat(GRAPH.get(admin, path + "/privacy").json())
        .containsEntry("show_last_seen", "contacts");
    assertThat(GRAPH.get(admin, "/v1/users/" + eve + "/blocks").ids()).containsExactly(ann);
  }
}
