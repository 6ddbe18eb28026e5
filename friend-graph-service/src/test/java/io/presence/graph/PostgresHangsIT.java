package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers learn of a Postgres that takes their question and does not answer. */
@Timeout(120)
class PostgresHangsIT {
  @Test
  void aConnectionThatIsSilentIsGivenUp() {
    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> transactions =
        GraphServer.shared().bean(TransactionOperations.class);
    int millis = transactions.executeRead(status -> status.getConnection().getNetworkTimeout());
    assertThat(millis).isEqualTo(20_000);
  }

  /** And a migration is not: this one takes longer than a request may. */
  @Test
  void aRequestIsAnswered503AndTheNextOneIsServed() throws Exception {
    GraphDatabase database = new GraphDatabase("friend_graph_hangs_it");
    Map<String, Object> settings =
        Map.of(
            "datasources.default.data-source-properties.socketTimeout",
            "3",
            "flyway.datasources.migration.locations",
            List.of("classpath:db/graph", "classpath:db/slow"));
    try (GraphServer graph = GraphServer.start(database.name(), settings);
        Connection other = database.connect()) {
      String ann = GraphServer.person("ann");
      String blocks = "/v1/users/" + ann + "/blocks";
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE blocks");
      graph.get(Token.of(ann), blocks).expectProblem(503, "database");
      other.rollback();
      assertThat(graph.get(Token.of(ann), blocks).expect(200).ids()).isEmpty();
    }
  }
}
