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
 * @param newest the change with the highest version: what is told
 * @param forViewers whether others could notice any of the changes. Not: whether the newest differs
 *     from what the oldest replaced, since part of a batch that is read a second time may have been
 *     told the first time
 * @param forSelf whether the person's own status, as they are told it, may have changed
 * @param toldSession the session that has had it in its answer; null when there is none
 */
record News(
    PresenceChanged newest, boolean forViewers, boolean forSelf, @Nullable SessionId toldSession) {

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
        .filter(news -> news.forViewers || news.forSelf)
        .toList();
  }

  private static News fold(List<PresenceChanged> changes) {
    PresenceChanged newest =
        changes.stream().max(Comparator.comparingLong(PresenceChanged::version)).orElseThrow();
    boolean oneSession =
        changes.stream().map(PresenceChanged::sessionId).distinct().count() == 1
            && changes.stream().map(PresenceChanged::cause).allMatch(ANSWERED::contains);
    return new News(
        newest,
        changes.stream().anyMatch(PresenceChanged::canBeSeen),
        changes.stream().anyMatch(News::changesSelf),
        oneSession ? newest.sessionId() : null);
  }

  private static boolean changesSelf(PresenceChanged change) {
    PersonState before = change.before();
    return before == null
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
    return new News(newest, forViewers, false, null);
  }
}
