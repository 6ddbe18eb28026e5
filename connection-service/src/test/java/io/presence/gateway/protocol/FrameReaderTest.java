package io.presence.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.RoomId;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private final FrameReader reader = new FrameReader(ObjectMapper.getDefault());

  @Test
  void readsEachEvent() {
    assertThat(
            frame(
                """
                {"event":"authenticate","data":{"token":"t","device_id":"d","device_type":"mobile",
                "platform":"ios 26","watch":"subscriptions","later":1}}\
                """))
        .isEqualTo(
            new ClientFrame.Authenticate(
                "t",
                new DeviceClaim(
                    new DeviceId("d"), DeviceType.MOBILE, "ios 26", Watch.SUBSCRIPTIONS)));
    assertThat(frame("{\"event\":\"authenticate\",\"data\":{\"token\":\"t\"}}"))
        .isEqualTo(new ClientFrame.Authenticate("t", DeviceClaim.NOTHING));
    assertThat(frame("{\"event\":\"heartbeat\",\"data\":{\"active\":true}}"))
        .isEqualTo(new ClientFrame.Heartbeat(true));
    assertThat(frame("{\"event\":\"heartbeat\"}")).isEqualTo(new ClientFrame.Heartbeat(null));
    assertThat(frame("{\"event\":\"heartbeat\",\"data\":null}"))
        .isEqualTo(new ClientFrame.Heartbeat(null));
    assertThat(frame("{\"event\":\"get_presence\",\"data\":{\"user_ids\":[\"b\",\"a\",\"b\"]}}"))
        .isEqualTo(new ClientFrame.GetPresence(List.of(new UserId("b"), new UserId("a"))));
    assertThat(frame("{\"event\":\"subscribe_presence\",\"data\":{\"user_ids\":[]}}"))
        .isEqualTo(new ClientFrame.SubscribePresence(List.of()));
    assertThat(frame("{\"event\":\"unsubscribe_presence\",\"data\":{\"user_ids\":[\"a\"]}}"))
        .isEqualTo(new ClientFrame.UnsubscribePresence(List.of(new UserId("a"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "[]",
        "7",
        "null",
        "\"heartbeat\"",
        "{",
        "{\"data\":{}}",
        "{\"event\":7}",
        "{\"event\":null}",
        "{\"event\":\"heartbeat\"",
        "{'event':'heartbeat'}"
      })
  void whatIsNoFrameIsABadFrame(String message) {
    assertThat(refused(message).code()).isEqualTo(ErrorCode.BAD_FRAME);
  }

  @Test
  void textThatIsNotUtf8IsABadFrame() {
    byte[] latin1 =
        "{\"event\":\"update_status\",\"data\":{\"custom_message\":\"caf\u00e9\"}}"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((Parsed.Refused) reader.read(latin1, NOW)).code()).isEqualTo(ErrorCode.BAD_FRAME);
  }

  @Test
  void aDeeplyNestedFrameIsRefusedAndHarmless() {
    String deep =
        "{\"event\":\"heartbeat\",\"data\":" + "[".repeat(8_000) + "]".repeat(8_000) + "}";
    assertThat(refused(deep).code()).isEqualTo(ErrorCode.BAD_FRAME);
  }

  @Test
  void eventsThatAreNotOfferedAreUnknown() {
    assertThat(refused("{\"event\":\"dance\",\"ref\":\"r\"}"))
        .isEqualTo(
            new Parsed.Refused(
                ErrorCode.UNKNOWN_EVENT, "this event is not part of presence.v1", "r"));
  }

  @Test
  void roomsAreNamedByTheirId() {
    assertThat(read("{\"event\":\"subscribe_room\",\"data\":{\"room_id\":\"r:1\"},\"ref\":\"a\"}"))
        .isEqualTo(new Parsed.Frame(new ClientFrame.SubscribeRoom(new RoomId("r:1")), "a"));
    assertThat(read("{\"event\":\"unsubscribe_room\",\"data\":{\"room_id\":\"r:1\"}}"))
        .isEqualTo(new Parsed.Frame(new ClientFrame.UnsubscribeRoom(new RoomId("r:1")), null));
    assertThat(refused("{\"event\":\"subscribe_room\",\"data\":{}}").message()).contains("room_id");
    assertThat(refused("{\"event\":\"subscribe_room\",\"data\":{\"room_id\":\"no space\"}}").code())
        .isEqualTo(ErrorCode.INVALID_DATA);
  }

  @Test
  void refsAreStringsOrNumbersOfAtMost64Characters() {
    assertThat(read("{\"event\":\"heartbeat\",\"ref\":\"%s\"}".formatted("x".repeat(64))).ref())
        .isEqualTo("x".repeat(64));
    assertThat(read("{\"event\":\"heartbeat\",\"ref\":7}").ref()).isEqualTo(7);
    assertThat(read("{\"event\":\"heartbeat\",\"ref\":null}").ref()).isNull();
    assertThat(refused("{\"event\":\"heartbeat\",\"ref\":\"%s\"}".formatted("x".repeat(65))))
        .isEqualTo(
            new Parsed.Refused(
                ErrorCode.INVALID_DATA, "ref must have at most 64 characters, got 65", null));
    for (String ref : List.of("true", "{}", "[1]")) {
      assertThat(refused("{\"event\":\"heartbeat\",\"ref\":%s}".formatted(ref)).code())
          .isEqualTo(ErrorCode.INVALID_DATA);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "heartbeat|{\"active\":\"yes\"}|active must be true or false",
        "heartbeat|[]|data must be an object",
        "authenticate|{}|token is missing",
        "authenticate|{\"token\":7}|token must be a string",
        "authenticate|{\"token\":\"t\",\"device_id\":\"a:b\"}|device_id must be 1-128 characters",
        "authenticate|{\"token\":\"t\",\"device_type\":\"tv\"}|device_type must be one of mobile, desktop, web, got \"tv\"",
        "authenticate|{\"token\":\"t\",\"watch\":\"all\"}|watch must be one of contacts, subscriptions, got \"all\"",
        "get_presence|{}|user_ids must be an array",
        "get_presence|{\"user_ids\":\"a\"}|user_ids must be an array",
        "get_presence|{\"user_ids\":[1]}|user_ids must hold strings only",
        "get_presence|{\"user_ids\":[\"a b\"]}|user_id must be 1-128 characters",
        "update_status|{}|needs a status or a custom_message",
        "update_status|{\"status\":\"asleep\"}|dnd, offline, invisible, got \"asleep\"",
        "update_status|{\"status\":7}|status must be a string",
        "update_status|{\"custom_message\":7}|custom_message must be a string",
        "update_status|{\"status\":\"online\",\"expires_at\":\"2026-05-01T13:00:00Z\"}|expires_at needs one of",
        "update_status|{\"status\":\"busy\",\"expires_at\":\"tomorrow\"}|expires_at must be an ISO-8601",
        "update_status|{\"status\":\"busy\",\"expires_at\":\"2026-05-01T12:00:00Z\"}|expires_at must lie in the future, got 2026-05-01T12:00:00Z",
        "update_status|{\"status\":\"busy\",\"expires_at\":\"2027-05-02T12:00:00.001Z\"}|expires_at must be at most 366 days ahead, got 2027-05-02T12:00:00.001Z"
      })
  void dataThatBreaksARuleIsToldWithFieldAndLimit(String event, String data, String message) {
    Parsed.Refused refused =
        refused("{\"event\":\"%s\",\"data\":%s,\"ref\":1}".formatted(event, data));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_DATA);
    assertThat(refused.message()).contains(message);
    assertThat(refused.ref()).isEqualTo(1);
  }

  @Test
  void atMost500Ids() {
    assertThat(((ClientFrame.GetPresence) frame(ids(500))).userIds()).hasSize(500);
    assertThat(refused(ids(501)).message())
        .isEqualTo("user_ids must hold at most 500 ids, got 501");
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(
            Collectors.joining(",", "{\"event\":\"get_presence\",\"data\":{\"user_ids\":[", "]}}"));
  }

  @Test
  void aStatusKeepsSetsOrClearsTheMessage() {
    assertThat(edit("{\"status\":\"dnd\"}"))
        .isEqualTo(new StatusEdit(Status.BUSY, null, StatusEdit.Message.KEEP, null));
    assertThat(edit("{\"status\":\"away\",\"custom_message\":null}"))
        .isEqualTo(new StatusEdit(Status.AWAY, null, StatusEdit.Message.CLEAR, null));
    assertThat(edit("{\"custom_message\":\"\"}"))
        .isEqualTo(new StatusEdit(null, null, StatusEdit.Message.CLEAR, null));
    assertThat(
            edit(
                "{\"status\":\"invisible\",\"custom_message\":\"hi\",\"expires_at\":\"2027-05-02T12:00:00Z\"}"))
        .isEqualTo(
            new StatusEdit(
                Status.INVISIBLE,
                Instant.parse("2027-05-02T12:00:00Z").toEpochMilli(),
                StatusEdit.Message.SET,
                "hi"));
  }

  @Test
  void aMessageHasAtMost140CodePoints() {
    String longest = "\uD83D\uDE00".repeat(140);
    assertThat(edit("{\"custom_message\":\"%s\"}".formatted(longest)).customMessage())
        .isEqualTo(longest);
    assertThat(refused(status("{\"custom_message\":\"%sx\"}".formatted(longest))).message())
        .isEqualTo("custom_message must have at most 140 characters, got 141");
  }

  @Test
  void aPlatformHasAtMost64Characters() {
    String frame = "{\"event\":\"authenticate\",\"data\":{\"token\":\"t\",\"platform\":\"%s\"}}";
    assertThat(frame(frame.formatted("p".repeat(64)))).isNotNull();
    assertThat(refused(frame.formatted("p".repeat(65))).message())
        .isEqualTo("platform must have at most 64 characters, got 65");
  }

  private StatusEdit edit(String data) {
    return ((ClientFrame.UpdateStatus) frame(status(data))).edit();
  }

  private static String status(String data) {
    return "{\"event\":\"update_status\",\"data\":%s}".formatted(data);
  }

  private ClientFrame frame(String message) {
    return ((Parsed.Frame) read(message)).frame();
  }

  private Parsed.Refused refused(String message) {
    return (Parsed.Refused) read(message);
  }

  private Parsed read(String message) {
    return reader.read(message.getBytes(StandardCharsets.UTF_8), NOW);
  }
}
