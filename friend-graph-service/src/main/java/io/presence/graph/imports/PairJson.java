package io.presence.graph.imports;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** A line of NDJSON. */
@Serdeable
record PairJson(@Nullable String a, @Nullable String b) {
  /** Two ids, some space, and fields that nobody reads. */
  static final int MAX_LENGTH = 1_000;

  static final PairLine.Bad BAD =
      new PairLine.Bad("a line must be a JSON object with the user ids a and b");
}
