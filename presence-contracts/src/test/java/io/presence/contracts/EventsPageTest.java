package io.presence.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/events.md} lists every field of every record, and no other. */
class EventsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "events.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  private static String page = "";

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(PAGE);
  }

  /** From the heading with this text to the next one. */
  private static String section(String title) {
    String heading = "\n" + title + "\n";
    int from = page.indexOf(heading);
    assertThat(from).as("%s has the heading \"%s\"", PAGE, title).isNotNegative();
    int start = from + heading.length();
    int end = page.indexOf("\n#", start);
    return page.substring(start, end < 0 ? page.length() : end);
  }

  private static List<String> rows(String section) {
    return ROW.matcher(section).results().map(row -> row.group(1)).toList();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        PresenceChanged.class,
        PersonState.class,
        HandSet.class,
        SessionFacts.class,
        SessionFacts.Open.class,
        SessionFacts.Ended.class,
        GraphChanged.class
      })
  void everyFieldOfARecordHasARow(Class<?> record) {
    List<String> fields =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getName)
            .map(EventsPageTest::snakeCase)
            .toList();
    assertThat(rows(section("### " + record.getSimpleName())))
        .as("rows of ### %s in %s", record.getSimpleName(), PAGE)
        .containsExactlyElementsOf(fields);
  }

  @Test
  void everyRecordWithinARecordIsDescribed() {
    assertThat(
            Stream.of(PresenceChanged.class, SessionFacts.class, GraphChanged.class)
                .flatMap(record -> Arrays.stream(record.getRecordComponents()))
                .map(RecordComponent::getType)
                .filter(type -> type.isRecord() && type.getRecordComponents().length > 1))
        .allSatisfy(type -> assertThat(section("### " + type.getSimpleName())).isNotBlank());
  }

  @Test
  void everyWordIsNamed() {
    String change = section("### PresenceChanged");
    assertThat(Arrays.stream(Cause.values()).map(Cause::word))
        .allSatisfy(word -> assertThat(change).contains("`" + word + "`"));
    String ended = section("### Ended");
    assertThat(Arrays.stream(SessionEnd.values()).map(SessionEnd::word))
        .allSatisfy(word -> assertThat(ended).contains("`" + word + "`"));
    String state = section("### PersonState");
    assertThat(
            Stream.concat(
                Arrays.stream(Status.values()).map(Status::word),
                Arrays.stream(DeviceType.values()).map(DeviceType::word)))
        .allSatisfy(word -> assertThat(state).contains("`" + word + "`"));
    String deliveries = section("## presence.deliveries");
    assertThat(Delivery.Kind.values())
        .allSatisfy(kind ->
            assertThat(deliveries).contains("`" + kind.name().toLowerCase(Locale.ROOT) + "`"));
  }

  @Test
  void everyHeaderHasARow() {
    Delivery delivery =
        new Delivery(
            new GatewayId("gw"),
            Delivery.Kind.ME,
            new UserId("ann"),
            1,
            List.of(),
            new SessionId("s"),
            true,
            2L);
    assertThat(rows(section("## presence.deliveries")))
        .containsExactlyElementsOf(delivery.headers().keySet());
    assertThat(rows(section("## presence.dead-letter")))
        .containsExactly(
            Topics.DEAD_REASON,
            Topics.DEAD_CONSUMER,
            Topics.DEAD_TOPIC,
            Topics.DEAD_PARTITION,
            Topics.DEAD_OFFSET);
  }

  @Test
  void everyTopicHasAChapter() throws IOException, IllegalAccessException {
    for (String topic :
        List.of(
            Topics.PRESENCE_CHANGES,
            Topics.PRESENCE_DELIVERIES,
            Topics.GRAPH_CHANGES,
            Topics.DEAD_LETTER)) {
      assertThat(section("## " + topic)).as(topic).isNotBlank();
      assertThat(Files.readString(Path.of("..", "infra", "topics", "create"))).contains(topic);
    }
  }

  /** Consumers read the files too: the page's claims about bytes are theirs. */
  @Test
  void theGoldenFilesSayOnlyWhatThePageLists() throws IOException {
    try (var in = EventsPageTest.class.getResourceAsStream("/golden/presence_changed.json")) {
      String golden = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Pattern.compile("\"([a-z_]+)\":").matcher(golden).results().map(m -> m.group(1)))
          .allSatisfy(field -> assertThat(page).contains("| `" + field + "` |"));
    }
  }
}
