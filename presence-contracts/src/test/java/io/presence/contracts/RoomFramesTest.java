package io.presence.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several frames in one record. */
class RoomFramesTest {
  private static final List<RoomFrames.Line> LINES =
      List.of(
          new RoomFrames.Line(users(0, 2), "{\"a\": \"two words\"}".getBytes(UTF_8)),
          new RoomFrames.Line(users(2, 3), "{\"b\":\"é\"}".getBytes(UTF_8)));

  @ParameterizedTest
  @CsvSource({"1000, 1", "10, 2"})
  void everyViewerGetsTheirFrameHoweverItIsPacked(int largest, int records) {
    List<byte[]> values = RoomFrames.pack(LINES, largest);
    assertThat(values).hasSize(records);
    List<RoomFrames.Line> read = new ArrayList<>();
    values.forEach(value -> read.addAll(RoomFrames.unpack(value)));
    assertThat(read)
        .extracting(line -> line.viewers() + new String(line.frame(), UTF_8))
        .containsExactlyElementsOf(
            LINES.stream().map(line -> line.viewers() + new String(line.frame(), UTF_8)).toList());
  }

  @Test
  void aFrameForVeryManyIsSeveralLines() {
    List<UserId> many = users(0, 4_001);
    List<byte[]> values =
        RoomFrames.pack(List.of(new RoomFrames.Line(many, "{}".getBytes(UTF_8))), 10);
    assertThat(values).hasSize(3);
    assertThat(
            values.stream()
                .flatMap(value -> RoomFrames.unpack(value).getFirst().viewers().stream()))
        .containsExactlyElementsOf(many);
  }

  @Test
  void nobodyIsNoRecord() {
    assertThat(RoomFrames.pack(List.of(), 10)).isEmpty();
  }

  @Test
  void whatWasNotPackedIsRefused() {
    assertThatThrownBy(() -> RoomFrames.unpack("ann".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RoomFrames.unpack("ann {}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<UserId> users(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new UserId("u" + i)).toList();
  }
}
