package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A moment as clients see it: ISO-8601, UTC, always three digits of milliseconds. */
@Serdeable
public record WireTime(long epochMillis) implements Comparable<WireTime> {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * @throws java.time.format.DateTimeParseException if it is no ISO-8601 instant
   */
  @JsonCreator
  public static WireTime parse(String text) {
    return new WireTime(Instant.parse(text).toEpochMilli());
  }

  @JsonValue
  public String text() {
    return FORMAT.format(Instant.ofEpochMilli(epochMillis));
  }

  @Override
  public int compareTo(WireTime other) {
    return Long.compare(epochMillis, other.epochMillis);
  }

  @Override
  public String toString() {
    return text();
  }
}
