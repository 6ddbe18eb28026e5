package io.presence.lastseen.history;

import io.presence.contracts.SessionFacts;
import io.presence.contracts.UserId;
import java.time.LocalDate;

/** An ended session, for {@code session_history}. */
record SessionRow(UserId userId, SessionFacts.Ended session) {
  LocalDate day() {
    return Covered.day(session.from());
  }
}
