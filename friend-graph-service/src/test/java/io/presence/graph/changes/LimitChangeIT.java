package io.presence.graph.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.audiences.AudienceSizes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counting by another limit, ended before it is through. */
@Timeout(120)
class LimitChangeIT {
  /** Two contacts each: all above the limit, and on more than one page. */
  private static final int PEOPLE = 501;

  @Test
  void whoeverIsInterruptedHasNotCountedAll() {
    GraphDatabase database = new GraphDatabase("limit_change_it");
    try (GraphServer graph = GraphServer.start(database.name(), Map.of("presence.push-limit", 1))) {
      AudienceSizes sizes = graph.bean(AudienceSizes.class);
      await().atMost(Duration.ofSeconds(30)).until(() -> sizes.countedBy().orElse(0) == 1);
      database.execute(
          "INSERT INTO contacts SELECT 'p' || i, 'q' || j FROM generate_series(1, %d) i, generate_series(1, 2) j ON CONFLICT DO NOTHING"
              .formatted(PEOPLE));
      database.execute(
          "INSERT INTO pull_only SELECT 'p' || i FROM generate_series(1, %d) i ON CONFLICT DO NOTHING"
              .formatted(PEOPLE));
      database.execute("UPDATE push_limit SET contacts = 7");

      LimitChange change = graph.bean(LimitChange.class);
      Thread.currentThread().interrupt();
      try {
        change.countAnew();
      } finally {
        assertThat(Thread.interrupted()).as("is still to end").isTrue();
      }
      assertThat(sizes.countedBy()).hasValue(7);

      change.countAnew();
      assertThat(sizes.countedBy()).hasValue(1);
    }
  }
}
