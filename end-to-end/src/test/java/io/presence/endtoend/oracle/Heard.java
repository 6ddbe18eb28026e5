package io.presence.endtoend.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that one person received.
 *
 * @param channel where, for people
 * @param askedNanos when they were asked for; {@link #UNASKED} for a push
 * @param ids who may be spoken of: for an answer exactly those asked for; null when nobody was
 *     named
 * @param contactsOnly whether it may speak of contacts only
 */
record Heard(
    String channel,
    long askedNanos,
    long atNanos,
    @Nullable List<String> ids,
    boolean contactsOnly,
    String text) {
  static final long UNASKED = Long.MIN_VALUE;

  boolean isAsked() {
    return askedNanos != UNASKED;
  }
}
