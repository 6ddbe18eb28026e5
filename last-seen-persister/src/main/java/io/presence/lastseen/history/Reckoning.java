package io.presence.lastseen.history;

import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.UserId;
import io.presence.lastseen.history.SessionNews.Stretch;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, from what changes say and what is known to be open. Pure.
 *
 * @param ended rows for the history
 * @param unknown how many of them nobody told the end of
 * @param open people whose list of open sessions is another now; empty for none
 * @param since the earliest day whose figures this may change; null for none
 */
record Reckoning(
    List<SessionRow> ended,
    int unknown,
    Map<UserId, List<SessionFacts.Open>> open,
    @Nullable LocalDate since) {

  /**
   * @param newest whose news are those of the newest change of their person; of older ones only the
   *     ends count
   * @param before the open sessions of those whose news are the newest, as written until now
   */
  static Reckoning of(
      Collection<SessionNews> news,
      Predicate<SessionNews> newest,
      Map<UserId, List<SessionFacts.Open>> before) {
    var sum = new Sum();
    for (SessionNews one : news) {
      List<SessionFacts.Open> was = before.getOrDefault(one.userId(), List.of());
      Set<Stretch> known = was.stream().map(Stretch::of).collect(Collectors.toSet());
      for (SessionFacts.Ended gone : one.ended().values()) {
        // Of an open session only its end is news; one that nobody knew of is, from its beginning.
        sum.add(one, gone, known.contains(Stretch.of(gone)) ? gone.until() : gone.from());
      }
      if (newest.test(one)) {
        sum.compare(one, was, known);
      }
    }
    return new Reckoning(sum.ended, sum.unknown, sum.open, sum.since);
  }

  private static final class Sum {
    private final List<SessionRow> ended = new ArrayList<>();
    private final Map<UserId, List<SessionFacts.Open>> open = new HashMap<>();
    private int unknown;
    private @Nullable LocalDate since;

    private void add(SessionNews news, SessionFacts.Ended gone, long changedSince) {
      ended.add(new SessionRow(news.userId(), gone));
      touch(changedSince);
    }

    private void compare(SessionNews news, List<SessionFacts.Open> was, Set<Stretch> known) {
      if (was.equals(news.open())) {
        return;
      }
      open.put(news.userId(), news.open());
      Set<Stretch> now = news.open().stream().map(Stretch::of).collect(Collectors.toSet());
      now.stream().filter(stretch -> !known.contains(stretch)).forEach(s -> touch(s.from()));
      for (SessionFacts.Open lost : was) {
        Stretch stretch = Stretch.of(lost);
        if (!now.contains(stretch) && !news.ended().containsKey(stretch)) {
          long until = Math.max(lost.from(), news.goneBy());
          add(news, endUnknown(lost, until), until);
          unknown++;
        }
      }
    }

    private void touch(long millis) {
      LocalDate day = Covered.day(millis);
      if (since == null || day.isBefore(since)) {
        since = day;
      }
    }
  }

  static SessionFacts.Ended endUnknown(SessionFacts.Open open, long until) {
    return new SessionFacts.Ended(
        open.sessionId(), open.deviceType(), open.from(), until, SessionEnd.UNKNOWN);
  }
}
