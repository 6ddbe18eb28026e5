package io.presence.expiry.sweep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be meant is found at the start, by its name. */
class SweepSettingsTest {
  private static final Map<String, Long> DEFAULTS =
      Map.of(
          "finest", 250L,
          "coarsest", 1_000L,
          "grace", 500L,
          "limit", 200L,
          "hint-queue", 10_000L,
          "republish-interval", 1_000L,
          "unconfirmed-after", 2_000L);

  @ParameterizedTest
  @CsvSource({
    "finest, 5, 10 ms",
    "finest, 2000, (1000 ms)",
    "coarsest, 60001, 10 to 60000 ms",
    "grace, -1, 0 to 10000 ms",
    "grace, 10001, 0 to 10000 ms",
    "limit, 0, 1 to 10000",
    "limit, 10001, 1 to 10000",
    "hint-queue, 0, 1 to 1000000",
    "hint-queue, 1000001, 1 to 1000000",
    "republish-interval, 0, 10 to 60000 ms",
    "republish-interval, 60001, 10 to 60000 ms",
    "unconfirmed-after, 99, 100 to 60000 ms",
    "unconfirmed-after, 60001, 100 to 60000 ms",
  })
  void whatCannotBeMeantIsRefused(String name, long value, String limit) {
    assertThatThrownBy(() -> with(name, value))
        .hasMessageContaining("presence.sweep." + name)
        .hasMessageContaining(limit)
        .hasMessageContaining(Long.toString(value));
  }

  private static SweepSettings with(String name, long value) {
    return new SweepSettings(
        millis("finest", name, value),
        millis("coarsest", name, value),
        millis("grace", name, value),
        Math.toIntExact(pick("limit", name, value)),
        true,
        Math.toIntExact(pick("hint-queue", name, value)),
        millis("republish-interval", name, value),
        millis("unconfirmed-after", name, value));
  }

  private static Duration millis(String one, String name, long value) {
    return Duration.ofMillis(pick(one, name, value));
  }

  private static long pick(String one, String name, long value) {
    return one.equals(name) ? value : DEFAULTS.getOrDefault(one, 0L);
  }
}
