package io.presence.lambda.lastseen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Cause;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Status;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.lambda.local.LocalFunction;
import io.presence.lambda.local.LocalSecrets;
import io.presence.lambda.local.Sockets;
import io.presence.local.servers.TestServers;
import io.presence.stream.StreamProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The zip, run by Lambda's own Java runtime on a real Postgres, with documents of an MSK event. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class LastSeenFunctionIT {
  private static final String DATABASE = "last_seen_function";

  private static LocalSecrets secrets;
  private static LocalFunction function;
  private static StreamProbe deadLetters;
  private static List<Sockets.Connection> atTheSnapshot;
  private static int port;

  private final UserId user = new UserId("user-" + UUID.randomUUID());

  @BeforeAll
  static void start() throws IOException {
    String url = TestServers.postgresJdbcUrl(DATABASE);
    port = URI.create(url.substring("jdbc:".length())).getPort();
    secrets =
        new LocalSecrets(
            Map.of(
                "PRESENCE_SERVICE_KEY", "a-key-of-the-test-services",
                "PRESENCE_JWT_SECRET", "A".repeat(43),
                "DATASOURCES_DEFAULT_USERNAME", TestServers.postgresUser(),
                "DATASOURCES_DEFAULT_PASSWORD", TestServers.postgresPassword()));
    Map<String, String> environment = new HashMap<>(secrets.environment());
    environment.put("DATASOURCES_DEFAULT_URL", url);
    TestServers.createTopics(Map.of(Topics.DEAD_LETTER, 1));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
    deadLetters = StreamProbe.ofDeadLetters(TestServers.kafkaBootstrapServers());
    function =
        LocalFunction.startForSnapshot(
            Path.of(System.getProperty("function.zip")),
            LastSeenFunction.class.getName(),
            environment);
    atTheSnapshot = function.connections(port);
    function.restore();
  }

  @AfterAll
  static void stop() throws IOException {
    deadLetters.close();
    function.close();
    secrets.close();
  }

  @Test
  void theNewestChangeOfABatchIsKeptWhateverItsOrderAndBesideWhatIsNoChange()
      throws IOException, SQLException {
    function.invoke(event(change(12, Status.AWAY, 2_000), change(11, Status.ONLINE, 9_000)));

    assertThat(row()).isEqualTo("away 12 9000");
  }

  @Test
  void whatIsNoChangeIsAmongTheDeadLettersBeforeTheFunctionReturns() throws IOException {
    int before = deadLetters.records().size();
    function.invoke(event(change(12, Status.AWAY, 2_000), change(11, Status.ONLINE, 9_000)));

    List<ConsumerRecord<String, byte[]>> buried = new ArrayList<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          buried.clear();
          buried.addAll(deadLetters.records());
          return buried.size() > before;
        });
    ConsumerRecord<String, byte[]> letter = buried.getLast();
    assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("no change");
    assertThat(letter.key()).isEqualTo("ann");
    assertThat(header(letter, Topics.DEAD_CONSUMER)).isEqualTo("last-seen-persister");
    assertThat(header(letter, Topics.DEAD_TOPIC)).isEqualTo("presence.changes");
    assertThat(header(letter, Topics.DEAD_PARTITION)).isEqualTo("0");
    assertThat(header(letter, Topics.DEAD_OFFSET)).isEqualTo("16");
    assertThat(header(letter, Topics.DEAD_REASON)).contains("PresenceChanged");
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void aBatchThatComesAgainChangesNothing() throws IOException, SQLException {
    String batch = event(change(12, Status.AWAY, 2_000), change(13, Status.BUSY, 3_000));
    function.invoke(batch);
    function.invoke(batch);

    assertThat(row()).isEqualTo("busy 13 3000");
  }

  @Test
  void aBatchThatPostgresDoesNotTakeFailsSoThatItComesAgain() throws IOException, SQLException {
    String batch = event(change(12, Status.AWAY, 2_000), change(11, Status.ONLINE, 1_000));
    execute("ALTER TABLE last_seen RENAME TO elsewhere");
    try {
      assertThatThrownBy(() -> function.invoke(batch))
          .rootCause()
          .hasMessageContaining("cannot write");
    } finally {
      execute("ALTER TABLE elsewhere RENAME TO last_seen");
    }
    function.invoke(batch);

    assertThat(row()).isEqualTo("away 12 2000");
  }

  @Test
  void invocationsShareTheirConnectionsAndNoneWasOpenAtTheSnapshot() throws IOException {
    String batch = event(change(12, Status.AWAY, 2_000), change(11, Status.ONLINE, 1_000));
    function.invoke(batch);
    List<Sockets.Connection> first = function.connections(port);
    function.invoke(batch);

    assertThat(first).isNotEmpty();
    assertThat(function.connections(port)).containsAll(first);
    assertThat(atTheSnapshot).isEmpty();
  }

  private PresenceChanged change(long version, Status status, long lastSeen) {
    return new PresenceChanged(
        user,
        version,
        version,
        Cause.STATUS_SET,
        new PersonState(status, null, List.of(), lastSeen),
        null,
        HandSet.NOTHING,
        null,
        null);
  }

  private static String event(PresenceChanged first, PresenceChanged second) throws IOException {
    try (InputStream in = LastSeenFunctionIT.class.getResourceAsStream("/events/changes.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .replace("@FIRST@", base64(first))
          .replace("@SECOND@", base64(second));
    }
  }

  private static String base64(PresenceChanged change) throws IOException {
    return Base64.getEncoder().encodeToString(ObjectMapper.getDefault().writeValueAsBytes(change));
  }

  /** Status, version and last seen. */
  private String row() throws SQLException {
    try (Connection connection = connect();
        var find =
            connection.prepareStatement(
                "SELECT status, version, (extract(epoch FROM last_seen) * 1000)::bigint"
                    + " FROM last_seen WHERE user_id = ?")) {
      find.setString(1, user.value());
      try (ResultSet rows = find.executeQuery()) {
        return rows.next()
            ? "%s %d %d".formatted(rows.getString(1), rows.getLong(2), rows.getLong(3))
            : "none";
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        TestServers.postgresJdbcUrl(DATABASE),
        TestServers.postgresUser(),
        TestServers.postgresPassword());
  }
}
