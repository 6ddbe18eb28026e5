package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.UserId;
import io.presence.graph.Answer;
import io.presence.graph.GraphDatabase;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import io.presence.graph.relations.Pair;
import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An import and a request about the same two people at the same time, in each order: they are
 * contacts, and nobody asks any more.
 */
@Timeout(120)
class ImportBesideRequestsIT {
  private static final GraphServer GRAPH = GraphServer.shared();
  private static final GraphDatabase DATABASE = GraphDatabase.SHARED;

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");
  private final String admin = Token.of("root", "admin");

  @Test
  void aRequestThatHasBegunBefore() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection other = DATABASE.connect()) {
      // Holds the request back after it has looked whether they are contacts.
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "INSERT INTO contact_requests (to_id, from_id) VALUES ('%s', '%s')"
                  .formatted(bob, ann));
      Future<Answer> asked = threads.submit(this::ask);
      awaitWaiters(1);
      Future<Answer> imported =
          threads.submit(
              () -> GRAPH.post(admin, "/v1/import/contacts", ann + " " + bob, "text/plain"));
      await().atMost(Duration.ofSeconds(30)).until(() -> imported.isDone() || waiters() == 2);
      other.rollback();
      assertThat(asked.get().expect(200).text("state")).isEqualTo("requested");
      imported.get().expect(200);
    }
    assertContactsAndNothingElse();
  }

  @Test
  void aRequestThatBeginsMeanwhile() throws Exception {
    var pairs = new TreeSet<>(Set.of(Pair.of(new UserId(ann), new UserId(bob))));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicReference<Future<Answer>> asked = new AtomicReference<>();
      GRAPH
          .bean(PairBatch.class)
          .store(
              pairs,
              fresh -> {
                Future<Answer> begun = threads.submit(this::ask);
                asked.set(begun);
                await().atMost(Duration.ofSeconds(30)).until(() -> begun.isDone() || waiters() > 0);
              });
      assertThat(asked.get().get().expect(200).text("state")).isEqualTo("accepted");
    }
    assertContactsAndNothingElse();
  }

  private Answer ask() {
    return GRAPH.put(Token.of(ann), "/v1/users/" + ann + "/contacts/" + bob);
  }

  private void assertContactsAndNothingElse() {
    assertThat(GRAPH.get(admin, "/v1/users/" + ann + "/contacts").ids()).containsExactly(bob);
    assertThat(
            DATABASE.ask("SELECT count(*) FROM contact_requests WHERE to_id = '%s'".formatted(bob)))
        .isZero();
  }

  private static void awaitWaiters(int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> waiters() == count);
  }

  private static long waiters() {
    return DATABASE.waiters();
  }
}
