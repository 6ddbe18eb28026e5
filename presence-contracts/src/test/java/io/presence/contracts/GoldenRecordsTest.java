package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every record that crosses a process against its golden file in {@code golden/}: the bytes are the
 * contract. A producer's output must equal the file, a consumer must read the file, with fields
 * that it does not know, back into the same record.
 */
class GoldenRecordsTest {
  private static final ObjectMapper JSON = ObjectMapper.getDefault();

  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob@example.org");
  private static final SessionId SESSION = new SessionId("s1");
  private static final HandSet BUSY_WITH_MESSAGE =
      new HandSet(Status.BUSY, 1_700_000_600_000L, "in a meeting");
  private static final PersonState ONLINE =
      new PersonState(
          Status.ONLINE, "hi", List.of(DeviceType.MOBILE, DeviceType.WEB), 1_700_000_000_000L);

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of(
            "presence_changed",
            new PresenceChanged(
                ANN,
                1_700_000_000_001L,
                1_700_000_000_000L,
                Cause.STATUS_SET,
                new PersonState(Status.INVISIBLE, "in a meeting", List.of(), 1_700_000_000_000L),
                ONLINE,
                BUSY_WITH_MESSAGE,
                SESSION,
                1_700_000_600_000L,
                new SessionFacts(
                    List.of(new SessionFacts.Open(SESSION, DeviceType.MOBILE, 1_699_999_000_000L)),
                    List.of(
                        new SessionFacts.Ended(
                            new SessionId("s0"),
                            DeviceType.WEB,
                            1_699_990_000_000L,
                            1_699_999_999_000L,
                            SessionEnd.SIGNED_OFF))))),
        Arguments.of(
            "presence_changed_nobody_noticed",
            new PresenceChanged(
                ANN,
                1_700_000_000_001L,
                1_700_000_000_000L,
                Cause.CLOSED,
                PersonState.UNKNOWN,
                PersonState.UNKNOWN,
                HandSet.NOTHING,
                SESSION,
                null,
                new SessionFacts(List.of(), List.of()))),
        Arguments.of(
            "presence_changed_minimal",
            new PresenceChanged(
                ANN,
                2L,
                1L,
                Cause.REPUBLISHED,
                PersonState.UNKNOWN,
                null,
                HandSet.NOTHING,
                null,
                null)),
        Arguments.of("graph_changed_pair", new GraphChanged(ANN, BOB, 7)),
        Arguments.of("graph_changed_all", new GraphChanged(ANN, null, 7)),
        Arguments.of("graph_changed_pull_only", new GraphChanged(ANN, null, null, 7, true)),
        Arguments.of("graph_changed_room", new GraphChanged(ANN, ANN, new RoomId("lobby"), 7)),
        Arguments.of(
            "report_batch",
            new ReportBatch(
                List.of(
                    new SessionReport.Connected(
                        ANN,
                        SESSION,
                        new DeviceId("phone"),
                        DeviceType.MOBILE,
                        "ios 26",
                        new GatewayId("gw-1"),
                        Watch.CONTACTS),
                    new SessionReport.Heard(ANN, SESSION, 1_200),
                    new SessionReport.Active(ANN, SESSION, 300),
                    new SessionReport.StatusSet(
                        ANN,
                        SESSION,
                        new StatusEdit(
                            Status.AWAY, 1_700_000_600_000L, StatusEdit.Message.SET, "lunch")),
                    new SessionReport.StatusSet(
                        ANN,
                        SESSION,
                        new StatusEdit(Status.OFFLINE, null, StatusEdit.Message.KEEP, null),
                        15_000L),
                    new SessionReport.Closed(ANN, SESSION),
                    new SessionReport.Closed(ANN, SESSION, true),
                    new SessionReport.Lost(ANN, SESSION, 5)))),
        Arguments.of(
            "report_batch_person",
            new ReportBatch(
                List.of(
                    new SessionReport.PersonSet(
                        ANN,
                        new DeviceId("phone"),
                        new StatusEdit(
                            null, null, StatusEdit.Message.SET, "lunch", 1_700_000_600_000L)),
                    new SessionReport.PersonSet(
                        ANN,
                        null,
                        new StatusEdit(Status.OFFLINE, null, StatusEdit.Message.KEEP, null))))),
        Arguments.of(
            "last_seen_message_expires",
            new LastSeen(ANN, 1L, 9, new HandSet(null, null, "lunch", 1_700_000_600_000L))),
        Arguments.of(
            "report_result_message_expires",
            new ReportResult(
                ReportResult.Outcome.OK,
                new Me(Status.AWAY, "lunch", null, new WireTime(1_700_000_600_000L)))),
        Arguments.of(
            "report_results",
            new ReportResult.Batch(
                List.of(
                    new ReportResult(
                        ReportResult.Outcome.OK,
                        new Me(Status.BUSY, "in a meeting", new WireTime(1_700_000_600_000L))),
                    ReportResult.OK,
                    ReportResult.ENDED,
                    ReportResult.UNAVAILABLE))),
        Arguments.of(
            "last_seen",
            new LastSeen.Batch(
                List.of(
                    new LastSeen(ANN, 1_700_000_000_000L, 9, BUSY_WITH_MESSAGE),
                    new LastSeen(BOB, 1L, 2, HandSet.NOTHING)))),
        Arguments.of(
            "audience",
            new Sights.AudienceOf(
                ANN, 7, List.of(BOB), List.of(), List.of(new UserId("eve"), new UserId("joe")))),
        Arguments.of("audience_pull_only", Sights.AudienceOf.pullOnly(ANN, 7)),
        Arguments.of(
            "viewers_question",
            new Sights.ViewersQuestion(
                List.of(new Sights.ViewersOf(ANN, List.of(BOB, new UserId("eve")))))),
        Arguments.of(
            "viewers_answer",
            new Sights.ViewersAnswer(
                List.of(new Sights.SightsOf(ANN, List.of(Sight.FULL, Sight.NONE))))),
        Arguments.of("person_state", ONLINE),
        Arguments.of("sights_question", new Sights.Question(ANN, List.of(BOB))),
        Arguments.of(
            "sights_answer",
            new Sights.Answer(
                List.of(
                    new Sights.Item(BOB, Sight.STATUS_ONLY, true, true),
                    new Sights.Item(new UserId("nobody"), Sight.NONE, false)))),
        Arguments.of(
            "contacts_page",
            new Sights.ContactsPage(List.of(new Sights.Item(BOB, Sight.FULL, true)), BOB)),
        Arguments.of(
            "room_members",
            new Rooms.MembersPage(
                new RoomId("lobby"),
                3,
                List.of(new Rooms.Member(ANN, "Ann"), new Rooms.Member(BOB, null)),
                BOB)),
        Arguments.of("room_membership", new Rooms.Membership(new RoomId("lobby"), ANN, 3, true)),
        Arguments.of(
            "room_seats",
            new Rooms.Seats(
                List.of(new Rooms.Seat(ANN, "Ann", true), new Rooms.Seat(BOB, null, false)), BOB)),
        Arguments.of("room_people", new Rooms.People(List.of(ANN, BOB))),
        Arguments.of(
            "room_viewers", new Rooms.Viewers(List.of(ANN, BOB), new Rooms.Place(ANN, BOB))),
        Arguments.of(
            "room_relations",
            new Rooms.Relations(
                List.of(
                    new Rooms.Relation(ANN, ANN, Sight.FULL),
                    new Rooms.Relation(ANN, BOB, Sight.NONE)),
                new Rooms.Place(ANN, BOB))),
        Arguments.of(
            "explanation_of_graph",
            new Explanation.OfGraph(
                BOB,
                ANN,
                true,
                Sight.APPROXIMATE,
                7,
                List.of(
                    new Explanation.Reason("contact", "why", new WireTime(1_700_000_000_000L)),
                    new Explanation.Reason("last_seen_approximate", "how", null)))),
        Arguments.of(
            "presence_view_approximate",
            Visibility.view(ANN, Sight.APPROXIMATE, ONLINE, 1_700_000_000_001L, true)),
        Arguments.of(
            "presence_view_online",
            Visibility.view(ANN, Sight.FULL, ONLINE, 1_700_000_000_001L, true)),
        Arguments.of(
            "presence_view_hidden",
            Visibility.view(ANN, Sight.NONE, ONLINE, 1_700_000_000_001L, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void isWrittenAndReadAsTheGoldenFileSays(String name, Object record) throws IOException {
    String golden = resource(name);
    assertThat(JSON.writeValueAsString(record)).isEqualTo(golden);
    assertThat(JSON.readValue(golden, record.getClass())).isEqualTo(record);

    String fromTheFuture = golden.replaceFirst("\\{", "{\"a_later_field\":{\"x\":[1]},");
    assertThat(JSON.readValue(fromTheFuture, record.getClass())).isEqualTo(record);
  }

  /** Written by a service of before there were approximations: then nobody is shown one. */
  @Test
  void anAudienceWithoutApproximationsIsRead() throws IOException {
    assertThat(
            JSON.readValue(
                """
                {"user_id":"ann","version":7,"full":["bob@example.org"],"status_only":[]}\
                """,
                Sights.AudienceOf.class))
        .isEqualTo(new Sights.AudienceOf(ANN, 7, List.of(BOB), List.of(), List.of()));
  }

  /** A way to end that a later version knows costs nobody the record. */
  @Test
  void anEndInAWordOfALaterVersionIsUnknown() throws IOException {
    assertThat(
            JSON.readValue(
                """
                {"session_id":"s1","device_type":"web","from":1,"until":2,"how":"beamed_up"}\
                """,
                SessionFacts.Ended.class))
        .isEqualTo(new SessionFacts.Ended(SESSION, DeviceType.WEB, 1, 2, SessionEnd.UNKNOWN));
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of(
            "frame_authenticated",
            Frames.Outbound.of(
                Frames.Server.AUTHENTICATED,
                new Frames.Authenticated(
                    ANN,
                    SESSION,
                    new Me(Status.INVISIBLE, null, null),
                    5_000,
                    300_000,
                    30_000,
                    new WireTime(1_700_000_000_000L)))),
        Arguments.of(
            "frame_presence_info_last",
            new Frames.Outbound(
                Frames.Server.PRESENCE_INFO,
                List.of(Visibility.view(ANN, Sight.STATUS_ONLY, ONLINE, 3, true)),
                null,
                true)),
        Arguments.of(
            "frame_presence_updated",
            Frames.Outbound.of(
                Frames.Server.PRESENCE_UPDATED,
                Visibility.view(ANN, Sight.FULL, PersonState.UNKNOWN, 3, true))),
        Arguments.of(
            "frame_presence_aggregated",
            Frames.Outbound.answer(
                Frames.Server.PRESENCE_AGGREGATED,
                new RoomPresence(
                    new RoomId("lobby"),
                    2,
                    1,
                    0,
                    100,
                    List.of(new Rooms.Member(ANN, "Ann"), new Rooms.Member(BOB, null))),
                "r4")),
        Arguments.of("frame_ack_number", Frames.Outbound.answer(Frames.Server.ACK, null, 7L)),
        Arguments.of("frame_ack", Frames.Outbound.answer(Frames.Server.ACK, null, "r1")),
        Arguments.of(
            "frame_ack_me",
            Frames.Outbound.answer(
                Frames.Server.ACK, new Frames.AckMe(new Me(Status.AWAY, "lunch", null)), "r2")),
        Arguments.of(
            "frame_me_updated",
            Frames.Outbound.of(
                Frames.Server.ME_UPDATED,
                Me.of(
                    Status.AWAY,
                    new HandSet(Status.AWAY, 1_700_000_000_000L, "lunch", 1_700_000_600_000L)))),
        Arguments.of(
            "frame_error",
            Frames.Outbound.answer(
                Frames.Server.ERROR,
                new Frames.Problem(ErrorCode.RATE_LIMITED, "at most 10 a second", 250L),
                "r3")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void isSentAsTheGoldenFileSays(String name, Frames.Outbound frame) throws IOException {
    assertThat(JSON.writeValueAsString(frame)).isEqualTo(resource(name));
  }

  private static String resource(String name) {
    String path = "/golden/" + name + ".json";
    try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(path)) {
      return new String(
              Objects.requireNonNull(in, "no golden file " + path).readAllBytes(),
              StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
