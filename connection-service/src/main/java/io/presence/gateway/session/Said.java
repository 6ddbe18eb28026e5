package io.presence.gateway.session;

import io.presence.contracts.PresenceView;

/** What a session was last told of one subject. */
sealed interface Said permits Said.Looked, Push {
  /** Nothing yet: its state is being read, and pushes wait for the answer. */
  Said AWAITED = new Looked(Long.MIN_VALUE, false, 0);

  long version();

  /** Whether it was told that changes would follow. */
  boolean live();

  /** {@link Projection#of} what it was told. */
  long projection();

  /** Told in a snapshot, an answer or a correction. */
  record Looked(long version, boolean live, long projection) implements Said {
    static Looked at(PresenceView view) {
      return new Looked(view.version(), view.live(), Projection.of(view));
    }
  }
}
