package io.presence.lastseen;

import static io.presence.lastseen.Changes.change;
import static io.presence.lastseen.Changes.online;
import static io.presence.lastseen.Changes.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Topics;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a function does with a batch that it is handed, on real Postgres and Kafka. */
@Timeout(120)
class FetchedChangesIT {
  private static final byte[] POISON = "no change".getBytes(StandardCharsets.UTF_8);

  private final Database database = new Database("last_seen_fetched");
  private final UserId ann = someone();

  @Test
  void aBatchWhoseUnreadableRecordsCannotBeBuriedComesAgain() throws IOException {
    try (ApplicationContext context = function("127.0.0.1:1")) {
      FetchedChanges changes = context.getBean(FetchedChanges.class);

      assertThatThrownBy(() -> changes.write(batch()))
          .hasMessageContaining("1 records")
          .hasMessageContaining(Topics.DEAD_LETTER);
    }
    TestServers.createTopics(Map.of(Topics.DEAD_LETTER, 1));
    try (ApplicationContext context = function(TestServers.kafkaBootstrapServers())) {
      assertThat(context.getBean(FetchedChanges.class).write(batch())).isEqualTo(1);
    }
    assertThat(database.rows(List.of(ann))).isEqualTo(1);
  }

  @Test
  void aBatchThatCanBeReadNeedsNoKafka() throws IOException {
    try (ApplicationContext context = function("127.0.0.1:1")) {
      assertThat(context.getBean(FetchedChanges.class).write(batch().subList(0, 1))).isEqualTo(1);
    }
    assertThat(database.rows(List.of(ann))).isEqualTo(1);
  }

  private List<ConsumerRecord<byte[], byte[]>> batch() throws IOException {
    byte[] change = ObjectMapper.getDefault().writeValueAsBytes(change(online(ann, 1, 10)));
    return List.of(record(15, change), record(16, POISON));
  }

  private ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(
        Topics.PRESENCE_CHANGES, 0, offset, ann.value().getBytes(StandardCharsets.UTF_8), value);
  }

  private ApplicationContext function(String kafka) {
    Map<String, Object> properties = new HashMap<>(database.properties());
    properties.put("kafka.bootstrap.servers", kafka);
    properties.put("presence.service-key", Persister.KEY);
    return ApplicationContext.run(properties, "lambda");
  }
}
