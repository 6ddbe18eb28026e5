package io.presence.endtoend.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that one person received.
 *
 * @param channel where, for people
 * @param askedNanos when they were asked for; {@link #UNASKED} for a push
 * @param ids of an answer: exactly those who were asked for; null when nobody was named
 * @param reasons why others may be spoken of, when nobody was named
 * @param text JSON
 */
record Heard(
    String channel,
    long askedNanos,
    long atNanos,
    @Nullable List<String> ids,
    Reasons reasons,
    String text) {
  static final long UNASKED = Long.MIN_VALUE;

  boolean isAsked() {
    return askedNanos != UNASKED;
  }

  /** The same, if asked; else from so long before it arrived. */
  long sinceNanos(long correctionNanos) {
    return isAsked() ? askedNanos : atNanos - correctionNanos;
  }
}
