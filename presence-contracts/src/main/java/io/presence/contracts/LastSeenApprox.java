package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.Locale;

/** About when somebody was last seen, for those who may not know it exactly. */
@Serdeable
public enum LastSeenApprox {
  /** Online, or up to three days ago. */
  @JsonProperty("recently")
  RECENTLY(Duration.ofDays(3)),
  /** Up to seven days ago. */
  @JsonProperty("within_week")
  WITHIN_WEEK(Duration.ofDays(7)),
  /** Up to thirty days ago. */
  @JsonProperty("within_month")
  WITHIN_MONTH(Duration.ofDays(30)),
  /** Longer ago. */
  @JsonProperty("long_ago")
  LONG_AGO(Duration.ofMillis(Long.MAX_VALUE));

  private final long upToMillis;

  LastSeenApprox(Duration upTo) {
    this.upToMillis = upTo.toMillis();
  }

  /**
   * @param ageMillis how long ago; below zero when the clocks of two nodes disagree
   */
  static LastSeenApprox ofAge(long ageMillis) {
    for (LastSeenApprox word : values()) {
      if (ageMillis <= word.upToMillis) {
        return word;
      }
    }
    return LONG_AGO;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static LastSeenApprox ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
