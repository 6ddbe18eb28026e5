package io.presence.endtoend.oracle;

/** How much of somebody may be seen. */
enum Seeing {
  NOTHING,
  ALL_BUT_LAST_SEEN,
  /** All, and about when they were last seen. */
  ALL_BUT_EXACTLY_WHEN,
  ALL
}
