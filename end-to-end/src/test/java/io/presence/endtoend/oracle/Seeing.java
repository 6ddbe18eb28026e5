package io.presence.endtoend.oracle;

/** How much of somebody may be seen. */
enum Seeing {
  NOTHING,
  ALL_BUT_LAST_SEEN,
  ALL
}
