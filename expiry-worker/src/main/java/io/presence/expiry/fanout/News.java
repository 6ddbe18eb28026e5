package io.presence.expiry.fanout;

import io.presence.contracts.Cause;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of one person after a batch: all their changes in it folded into one.
 *
 * @param newest the change with the highest version: what the person's own sessions are told
 * @param seen of those that others could notice the one with the highest version: what viewers are
 *     told, for the version of a later one would say when it was. Null when there is none. Not:
 *     null when the newest does not differ from what the oldest replaced, since part of a batch
 *     that is read a second time may have been told the first time
 * @param forSelf whether the person's own status, as they are told it, may have changed
 * @param toldSession the session that has had it in its answer; null when there is none
 */
record News(
    PresenceChanged newest,
    @Nullable PresenceChanged seen,
    boolean forSelf,
    @Nullable SessionId toldSession) {

  private static final Comparator<PresenceChanged> BY_VERSION =
      Comparator.comparingLong(PresenceChanged::version);

  /** Whose reports are answered with the person's own status. */
  private static final Set<Cause> ANSWERED =
      Set.of(Cause.CONNECTED, Cause.STATUS_SET, Cause.SIGNED_OFF);

  /** Folds a batch: one for each person, in order of first appearance, those with news only. */
  static List<News> of(Collection<PresenceChanged> batch) {
    Map<UserId, List<PresenceChanged>> byUser = new LinkedHashMap<>();
    batch.forEach(
        change -> byUser.computeIfAbsent(change.userId(), user -> new ArrayList<>()).add(change));
    return byUser.values().stream()
        .map(News::fold)
        .filter(news -> news.seen != null || news.forSelf)
        .toList();
  }

  private static News fold(List<PresenceChanged> changes) {
    PresenceChanged newest = changes.stream().max(BY_VERSION).orElseThrow();
    boolean oneSession =
        changes.stream().map(PresenceChanged::sessionId).distinct().count() == 1
            && changes.stream().map(PresenceChanged::cause).allMatch(ANSWERED::contains);
    return new News(
        newest,
        changes.stream().filter(PresenceChanged::canBeSeen).max(BY_VERSION).orElse(null),
        changes.stream().anyMatch(News::changesSelf),
        oneSession ? newest.sessionId() : null);
  }

  private static boolean changesSelf(PresenceChanged change) {
    PersonState before = change.before();
    return before == null
        || change.cause() == Cause.REPUBLISHED
        // The state does not say when a hand-set status ends, these may have changed just that.
        || change.cause() == Cause.STATUS_SET
        || change.cause() == Cause.STATUS_EXPIRED
        || before.status() != change.state().status()
        || !Objects.equals(before.customMessage(), change.state().customMessage());
  }

  UserId userId() {
    return newest.userId();
  }

  /** The same, after the person's own sessions have been told. */
  News withoutSelf() {
    return new News(newest, seen, false, null);
  }
}
