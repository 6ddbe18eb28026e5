package io.presence.lastseen.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.WireTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a day was like.
 *
 * @param day UTC, {@code 2026-01-31}
 * @param peopleSeen who had a session in it
 * @param peakOnline the most people with a session at one moment
 * @param peakAt the first such moment; null when nobody was there
 * @param onlineSeconds of all people; several sessions of one person at a time count once
 * @param complete whether the day is over and all that is known of it is in the figures
 * @param computedAt as of when
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record DayItem(
    String day,
    long peopleSeen,
    long peakOnline,
    @Nullable WireTime peakAt,
    long onlineSeconds,
    boolean complete,
    @Nullable WireTime computedAt) {

  /**
   * Days.
   *
   * @param items the oldest first; days of which nothing is known are left out
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Days(List<DayItem> items) {
    Days {
      items = List.copyOf(items);
    }
  }
}
