package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;
import java.util.Optional;

/**
 * A person's status as they and the services know it. {@link #INVISIBLE} is theirs alone: what
 * others see is a {@link VisibleStatus}, which cannot say it.
 */
@Serdeable
public enum Status {
  @JsonProperty("online")
  ONLINE,
  @JsonProperty("busy")
  BUSY,
  @JsonProperty("away")
  AWAY,
  @JsonProperty("offline")
  OFFLINE,
  @JsonProperty("invisible")
  INVISIBLE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the wire word; {@code dnd} means {@code busy}.
   *
   * @throws IllegalArgumentException for any other word, naming those that are accepted
   */
  @JsonCreator
  public static Status ofWord(String word) {
    return parse(word)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "status must be one of online, away, busy, dnd, offline, invisible, got "
                    + Ids.abbreviate(word)));
  }

  /** Reads the wire word of a client; empty for a word that is none. */
  public static Optional<Status> parse(String word) {
    return switch (word) {
      case "online" -> Optional.of(ONLINE);
      case "away" -> Optional.of(AWAY);
      case "busy", "dnd" -> Optional.of(BUSY);
      case "offline" -> Optional.of(OFFLINE);
      case "invisible" -> Optional.of(INVISIBLE);
      default -> Optional.empty();
    };
  }

  /** What anybody else may at most see: invisible is offline. */
  public VisibleStatus visible() {
    return switch (this) {
      case ONLINE -> VisibleStatus.ONLINE;
      case BUSY -> VisibleStatus.BUSY;
      case AWAY -> VisibleStatus.AWAY;
      case OFFLINE, INVISIBLE -> VisibleStatus.OFFLINE;
    };
  }
}
