package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.local.servers.TestServers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers learn while Postgres is away. */
@Timeout(120)
class PostgresAwayIT {
  @Test
  void everythingAnswers503WhilePostgresIsAwayAndGoesOnAfterwards() throws IOException {
    String url = TestServers.postgresJdbcUrl("friend_graph_it");
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (CuttableLine line = new CuttableLine(port)) {
      String through = url.replace(":" + port + "/", ":" + line.port() + "/");
      Map<String, Object> settings = Map.of("datasources.default.url", through);
      try (GraphServer graph = GraphServer.start("friend_graph_it", settings)) {
        String ann = GraphServer.person("ann");
        String token = Token.of(ann);
        String blocks = "/v1/users/" + ann + "/blocks";
        graph.put(token, blocks + "/bob").expect(204);

        line.cut();
        graph.put(token, blocks + "/eve").expectProblem(503, "database");
        graph.get(token, blocks).expectProblem(503, "database");
        graph.get(token, "/v1/users/" + ann + "/privacy").expectProblem(503, "database");
        graph.asService("GET", "/internal/v1/audience/" + ann, "").expectProblem(503, "database");
        graph.asService("GET", "/health/readiness", "").expect(503);
        graph.asService("GET", "/health/liveness", "").expect(200);

        line.join();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> graph.put(token, blocks + "/eve").status() == 204);
        assertThat(graph.get(token, blocks).ids()).containsExactly("bob", "eve");
      }
    }
  }
}
