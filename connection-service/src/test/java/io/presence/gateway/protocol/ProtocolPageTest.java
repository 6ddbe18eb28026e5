package io.presence.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.CloseCode;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceView;
import io.presence.contracts.RoomPresence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/protocol.md} against the code: each event has a row and an example, the server reads
 * the examples of clients, and writes its own byte for byte.
 */
class ProtocolPageTest {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Instant BEFORE_THE_EXAMPLES = Instant.parse("2030-01-31T11:00:00Z");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\|");
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");
  private static final Pattern SETTING = Pattern.compile("`(PRESENCE_[A-Z_]*[A-Z])`");
  private static final ObjectMapper JSON = ObjectMapper.getDefault();

  private final String page = read(PAGE);
  private final FrameReader reader = new FrameReader(JSON);
  private final FrameWriter writer = new FrameWriter(JSON);

  @Test
  void everyEventHasARow() throws IllegalAccessException {
    assertThat(words("| you send |"))
        .containsExactlyInAnyOrderElementsOf(names(Frames.Client.class));
    assertThat(words("| the server sends |"))
        .containsExactlyInAnyOrderElementsOf(names(Frames.Server.class));
  }

  @Test
  void everyCodeIsNamed() {
    assertThat(ErrorCode.values())
        .allSatisfy(code -> assertThat(rows("| the server sends |")).contains(code.word()));
    String closing = rows("| close code |");
    assertThat(CloseCode.values())
        .filteredOn(code -> code != CloseCode.GOODBYE)
        .allSatisfy(code ->
            assertThat(Pattern.compile("(?m)^\\| " + code.code() + " \\|").matcher(closing).find())
                .as("a row for %d", code.code())
                .isTrue());
  }

  @Test
  void everyEventOfClientsHasAnExampleThatTheServerReads() throws Exception {
    List<String> examples = examples("You send:");
    assertThat(examples.stream().map(ProtocolPageTest::event))
        .containsExactlyInAnyOrderElementsOf(names(Frames.Client.class));
    assertThat(examples)
        .allSatisfy(example ->
            assertThat(reader.read(example.getBytes(StandardCharsets.UTF_8), BEFORE_THE_EXAMPLES))
                .as(example)
                .isInstanceOf(Parsed.Frame.class));
  }

  @Test
  void everyEventOfTheServerHasAnExampleThatTheServerWrites() throws Exception {
    List<String> examples = examples("The server sends:");
    assertThat(examples.stream().map(ProtocolPageTest::event).distinct())
        .containsExactlyInAnyOrderElementsOf(names(Frames.Server.class));
    for (String example : examples) {
      assertThat(new String(written(tree(example)), StandardCharsets.UTF_8)).isEqualTo(example);
    }
  }

  /** Settings are listed in docs/configuration.md, and made to agree with the code there. */
  @Test
  void everySettingThatIsNamedIsOne() throws IOException {
    List<String> known;
    try (var names = ProtocolPageTest.class.getResourceAsStream("/presence-settings.txt")) {
      known =
          new String(Objects.requireNonNull(names).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
    }
    assertThat(SETTING.matcher(page).results().map(found -> found.group(1)))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  /** What the example says, written by the server's own code. */
  private byte[] written(JsonNode frame) throws IOException {
    JsonNode data = frame.get("data");
    JsonNode given = frame.get("ref");
    Object ref = given == null ? null : given.getValue();
    return switch (Objects.requireNonNull(frame.get("event")).getStringValue()) {
      case Frames.Server.AUTHENTICATED ->
          writer.authenticated(as(data, Frames.Authenticated.class), ref);
      case Frames.Server.ACK -> writer.ack(data == null ? null : as(data, Frames.AckMe.class), ref);
      case Frames.Server.PRESENCE_INFO -> {
        List<PresenceView> views =
            List.of(Objects.requireNonNull(JSON.readValueFromTree(data, PresenceView[].class)));
        yield frame.get("last") == null ? writer.info(views, ref) : writer.snapshot(views, true);
      }
      case Frames.Server.PRESENCE_UPDATED -> writer.updated(as(data, PresenceView.class));
      case Frames.Server.PRESENCE_AGGREGATED ->
          writer.aggregated(as(data, RoomPresence.class), ref);
      case Frames.Server.ME_UPDATED -> writer.meUpdated(as(data, Me.class));
      case Frames.Server.RECONNECT -> {
        var reconnect = as(data, Frames.Reconnect.class);
        yield writer.reconnect(reconnect.afterMs(), reconnect.reason());
      }
      case Frames.Server.DEGRADED -> {
        var degraded = as(data, Frames.Degraded.class);
        yield writer.degraded(degraded.level(), degraded.reason());
      }
      case Frames.Server.ERROR ->
          writer.error(
              ErrorCode.valueOf(text(data, "code").toUpperCase(Locale.ROOT)),
              text(data, "message"),
              Long.valueOf(text(data, "retry_after_ms")),
              ref);
      default -> throw new IllegalStateException("no way to write " + frame);
    };
  }

  private static <T> T as(@Nullable JsonNode data, Class<T> type) throws IOException {
    return Objects.requireNonNull(JSON.readValueFromTree(Objects.requireNonNull(data), type));
  }

  private static String text(@Nullable JsonNode data, String field) {
    return Objects.requireNonNull(Objects.requireNonNull(data).get(field)).coerceStringValue();
  }

  private static String event(String example) {
    return text(tree(example), "event");
  }

  private static JsonNode tree(String json) {
    try {
      return Objects.requireNonNull(JSON.readValue(json, JsonNode.class));
    } catch (IOException e) {
      throw new IllegalStateException("no JSON: " + json, e);
    }
  }

  /** The lines of the block of code behind a line that ends so. */
  private List<String> examples(String lead) {
    return between(lead + "\n\n```json\n", "```").lines().toList();
  }

  /** The table with this head. */
  private String rows(String head) {
    return between(head, "\n\n");
  }

  /** What the first cells of a table name. */
  private List<String> words(String head) {
    return ROW.matcher(rows(head))
        .results()
        .flatMap(row -> WORD.matcher(row.group(1)).results())
        .map(word -> word.group(1))
        .toList();
  }

  private String between(String from, String to) {
    int start = page.indexOf(from);
    assertThat(start).as("%s has \"%s\"", PAGE, from).isNotNegative();
    start += from.length();
    return page.substring(start, page.indexOf(to, start));
  }

  private static List<String> names(Class<?> constants) throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field constant : constants.getDeclaredFields()) {
      names.add((String) Objects.requireNonNull(constant.get(null)));
    }
    return names;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
