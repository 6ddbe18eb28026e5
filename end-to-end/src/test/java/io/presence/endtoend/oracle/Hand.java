package io.presence.endtoend.oracle;

import org.jspecify.annotations.Nullable;

/**
 * What a person has set by hand.
 *
 * @param message of this state and no other; null before the first
 * @param word what others see while a session lives: online, busy, away; or invisible
 */
record Hand(@Nullable String message, String word) {
  static final String INVISIBLE = "invisible";
  static final Hand NOTHING = new Hand(null, "online");

  boolean isInvisible() {
    return word.equals(INVISIBLE);
  }
}
