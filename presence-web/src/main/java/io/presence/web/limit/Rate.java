package io.presence.web.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in any such period: all at once after a pause, evenly otherwise.
 *
 * @param period at most {@link #MAX_PERIOD}: after that, an unused bucket is full and may be
 *     forgotten
 */
public record Rate(int permits, Duration period) {
  static final Duration MAX_PERIOD = Duration.ofMinutes(10);
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})/([0-9]{0,6})(s|m)");

  public Rate {
    if (permits < 1) {
      throw new IllegalArgumentException("a rate allows at least 1, got " + permits);
    }
    if (period.isZero() || period.isNegative() || period.compareTo(MAX_PERIOD) > 0) {
      throw new IllegalArgumentException(
          "a rate's period is 1s to %dm, got %ds"
              .formatted(MAX_PERIOD.toMinutes(), period.toSeconds()));
    }
  }

  /** Reads {@code 60/1m}, {@code 20/s}. */
  public static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a rate is a number, a slash and a period, like 60/1m or 20/s, got " + text);
    }
    String count = matcher.group(2);
    long units = count.isEmpty() ? 1 : Long.parseLong(count);
    return new Rate(
        Integer.parseInt(matcher.group(1)),
        matcher.group(3).equals("s") ? Duration.ofSeconds(units) : Duration.ofMinutes(units));
  }

  /** For people. */
  @Override
  public String toString() {
    return "%d in %d s".formatted(permits, period.toSeconds());
  }
}
