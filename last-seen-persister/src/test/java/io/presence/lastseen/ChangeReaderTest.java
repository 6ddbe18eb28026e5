package io.presence.lastseen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.HandSet;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.lastseen.ChangeReader.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeReaderTest {
  private static final UserId ANN = new UserId("ann");

  private final ObjectMapper json = ObjectMapper.getDefault();
  private final ChangeReader reader = new ChangeReader(json);

  @Test
  void readsWhatTheProducerWrites() throws IOException {
    Kept kept = Changes.kept(ANN, 7, 1_700_000_000_123L, Status.INVISIBLE, Changes.busy("hi"));
    assertThat(reader.read(json.writeValueAsBytes(Changes.change(kept))))
        .isEqualTo(new Reading.Change(kept));
  }

  @Test
  void ignoresFieldsThatItDoesNotKnow() {
    assertThat(
            read(
                """
                {"user_id":"ann","version":2,"at":1,"cause":"republished","a_later_field":{"a":[1]},
                 "state":{"status":"offline","last_seen":0,"mood":"fine"},"hand":{}}
                """))
        .isEqualTo(new Reading.Change(Changes.kept(ANN, 2, 0, Status.OFFLINE, HandSet.NOTHING)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "secret",
        "[]",
        "{}",
        "{\"user_id\":\"secret\"",
        "{\"user_id\":\"secret id\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0},\"hand\":{}}",
        "{\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"last_seen\":0},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"secret\",\"last_seen\":0},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0},\"hand\":{\"status\":\"offline\"}}",
        "{\"user_id\":\"secret\",\"version\":0,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":-1},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":253402300800000},\"hand\":{}}",
        "{\"user_id\":\"secret\",\"version\":2,\"at\":1,\"cause\":\"idle\",\"state\":{\"status\":\"away\",\"last_seen\":0},\"hand\":{\"status\":\"busy\",\"expires_at\":253402300800000}}",
      })
  void whatCannotBeKeptIsUnreadableWithoutQuotingIt(String value) {
    assertThat(read(value))
        .asInstanceOf(type(Reading.Unreadable.class))
        .satisfies(
            unreadable -> assertThat(unreadable.reason()).isNotEmpty().doesNotContain("secret"));
  }

  @Test
  void aRecordWithoutAValueIsUnreadable() {
    assertThat(reader.read(null)).isEqualTo(new Reading.Unreadable("it has no value"));
  }

  private Reading read(String value) {
    return reader.read(value.getBytes(StandardCharsets.UTF_8));
  }
}
