package io.presence.gateway.health;

import java.util.Locale;

/** How old what clients hold may be. */
enum Level {
  LIVE(0, "updates arrive as they happen"),
  CATCHING_UP(1, "what was missed is being looked up"),
  LATE(2, "updates arrive late"),
  REFILLING(3, "who is connected is being found out anew"),
  UNREADABLE(4, "presence cannot be read right now");

  /** A shorter silence of the store is nobody's concern. */
  static final long SHORT_SILENCE_MILLIS = 2_500;

  private final int rank;
  private final String reason;

  Level(int rank, String reason) {
    this.rank = rank;
    this.reason = reason;
  }

  /** The higher, the worse. */
  int rank() {
    return rank;
  }

  String reason() {
    return reason;
  }

  /** As clients are told. */
  String word() {
    return switch (this) {
      case LIVE -> "live";
      case CATCHING_UP, LATE -> "delayed";
      case REFILLING, UNREADABLE -> "stale";
    };
  }

  /**
   * What is known.
   *
   * @param storeSilentMillis for how long the store has not answered
   * @param certain whether who is missing in the store is offline
   * @param updatesReadable whether Kafka answers
   * @param updatesLagMillis for how long an update has been waiting to be read
   * @param compared whether what was told has been compared since the store was away
   */
  record Signs(
      long storeSilentMillis,
      boolean certain,
      boolean updatesReadable,
      long updatesLagMillis,
      boolean compared) {}

  /**
   * @param maxLagMillis what counts as late
   */
  static Level of(Signs signs, long maxLagMillis) {
    if (signs.storeSilentMillis > SHORT_SILENCE_MILLIS) {
      return UNREADABLE;
    }
    if (!signs.certain) {
      return REFILLING;
    }
    if (!signs.updatesReadable || signs.updatesLagMillis > maxLagMillis) {
      return LATE;
    }
    return signs.compared ? LIVE : CATCHING_UP;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
