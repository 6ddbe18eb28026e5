package io.presence.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One round trip on each server. */
@Timeout(120)
class ServersIT {
  @Test
  void redisKeepsAValueAndAnnouncesExpiredKeys() throws IOException {
    URI uri = URI.create(TestServers.redisUri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      assertThat(ask(socket, "SET greeting hello")).isEqualTo("+OK");
      assertThat(ask(socket, "GET greeting")).isEqualTo("$5 hello");
      assertThat(ask(socket, "CONFIG GET notify-keyspace-events")).endsWith("xE");
    }
  }

  @Test
  void postgresCreatesADatabaseOnceAndKeepsItsRows() throws Exception {
    String url = TestServers.postgresJdbcUrl("round_trip");
    assertThat(TestServers.postgresJdbcUrl("round_trip")).isEqualTo(url);
    try (var connection =
            DriverManager.getConnection(
                url, TestServers.postgresUser(), TestServers.postgresPassword());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS greeting (word TEXT PRIMARY KEY)");
      statement.execute("INSERT INTO greeting VALUES ('hello') ON CONFLICT DO NOTHING");
      var rows = statement.executeQuery("SELECT current_database(), word FROM greeting");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("round_trip");
      assertThat(rows.getString(2)).isEqualTo("hello");
    }
  }

  @Test
  void kafkaCreatesTopicsOnceAndDeliversARecord() throws Exception {
    Map<String, Integer> topics = Map.of("round.trip", 3, "round.trip.other", 1);
    TestServers.createTopics(topics);
    TestServers.createTopics(topics);
    Map<String, Object> server = Map.of("bootstrap.servers", TestServers.kafkaBootstrapServers());
    try (var producer =
            new KafkaProducer<>(server, new StringSerializer(), new StringSerializer());
        var consumer =
            new KafkaConsumer<>(server, new StringDeserializer(), new StringDeserializer())) {
      assertThat(producer.partitionsFor("round.trip")).hasSize(3);
      var sent =
          producer
              .send(new ProducerRecord<>("round.trip", 2, "word", "hello"))
              .get(20, TimeUnit.SECONDS);
      var partition = new TopicPartition("round.trip", 2);
      consumer.assign(List.of(partition));
      consumer.seek(partition, sent.offset());
      assertThat(consumer.poll(Duration.ofSeconds(20)))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).isEqualTo("hello"));
    }
  }

  /** One inline command; the lines of the answer, with blanks between. */
  private static String ask(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[1000];
    int length = socket.getInputStream().read(answer);
    return new String(answer, 0, length, StandardCharsets.US_ASCII).strip().replace("\r\n", " ");
  }
}
