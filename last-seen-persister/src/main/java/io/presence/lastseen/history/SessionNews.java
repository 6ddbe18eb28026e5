package io.presence.lastseen.history;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changes say of one person's sessions.
 *
 * @param version of the newest change
 * @param open the sessions that count after it
 * @param ended those that any of the changes ended
 * @param goneBy when whatever the newest change misses was over: when the person was last seen if
 *     they are offline, else its time
 */
public record SessionNews(
    UserId userId,
    long version,
    List<SessionFacts.Open> open,
    Map<Stretch, SessionFacts.Ended> ended,
    long goneBy) {

  /** What names a session here, beside its user. */
  record Stretch(SessionId sessionId, long from) {
    static Stretch of(SessionFacts.Open open) {
      return new Stretch(open.sessionId(), open.from());
    }

    static Stretch of(SessionFacts.Ended ended) {
      return new Stretch(ended.sessionId(), ended.from());
    }
  }

  /** Null when the change says nothing of sessions. */
  public static @Nullable SessionNews of(PresenceChanged change) {
    SessionFacts facts = change.sessions();
    if (facts == null) {
      return null;
    }
    Map<Stretch, SessionFacts.Ended> ended = HashMap.newHashMap(facts.ended().size());
    facts.ended().forEach(gone -> ended.merge(Stretch.of(gone), gone, SessionNews::better));
    boolean offline = change.state().status() == Status.OFFLINE;
    return new SessionNews(
        change.userId(),
        change.version(),
        facts.open(),
        ended,
        offline ? change.state().lastSeen() : change.at());
  }

  /** Both in one, in whatever order, grouping and number they come. */
  public SessionNews and(SessionNews other) {
    SessionNews newer = other.version > version ? other : this;
    Map<Stretch, SessionFacts.Ended> both = new HashMap<>(ended);
    other.ended.forEach((stretch, gone) -> both.merge(stretch, gone, SessionNews::better));
    return new SessionNews(userId, newer.version, newer.open, both, newer.goneBy);
  }

  /** An end that somebody told is better than one that nobody did; two that were told are one. */
  private static SessionFacts.Ended better(SessionFacts.Ended one, SessionFacts.Ended other) {
    return one.how() == SessionEnd.UNKNOWN ? other : one;
  }
}
