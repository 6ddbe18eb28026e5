package io.presence.gateway.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.FriendGraph;
import io.presence.store.GraphVersions;
import io.presence.store.PresenceStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What local watchers may see of a change that was committed before the call.
 *
 * <p>Whatever decides about a pair belongs to one of the two, and whoever writes it raises that
 * one's graph version before the write returns. So a sight that was asked for while both versions
 * stood still, and nothing was under way between the write and the version, holds for as long as
 * they stand still: that is what is cached. And if both are older than the change, it held when the
 * change was committed. Where either is not so, there is no answer: the watcher has to look again,
 * state and permission together.
 *
 * <p>What the deployment allows everybody (defaults, reciprocity, approximations) has no version: a
 * change of it counts once what is cached has expired, {@link #KEPT} after it was asked for.
 */
@Singleton
final class ViewerSights {
  static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MAX_CACHED = 200_000;

  private final GraphVersions versions;
  private final FriendGraph graph;
  private final WatchMetrics metrics;
  private final Cache<Pair, Known> cache;

  @Inject
  ViewerSights(PresenceStore store, FriendGraph graph, WatchMetrics metrics) {
    this(store, graph, metrics, Ticker.systemTicker());
  }

  ViewerSights(PresenceStore store, FriendGraph graph, WatchMetrics metrics, Ticker ticker) {
    this.cache =
        Caffeine.newBuilder().maximumSize(MAX_CACHED).expireAfterWrite(KEPT).ticker(ticker).build();
    this.versions = store.graphVersions();
    this.graph = graph;
    this.metrics = metrics;
  }

  /** Who looks at whom. */
  record Pair(UserId subject, UserId viewer) {}

  /** What was answered while the two had these graph versions. */
  private record Known(Sight sight, long ofSubject, long ofViewer) {}

  /**
   * Blocks.
   *
   * @param pairs of people to look at, each with when the subject's change was committed
   * @return the sights of those pairs that are certain
   * @throws io.presence.store.StoreUnavailableException when versions cannot be read
   * @throws io.micronaut.http.client.exceptions.HttpClientException when friend-graph-service does
   *     not answer
   */
  Map<Pair, Sight> of(Map<Pair, Long> pairs) {
    Map<UserId, Long> now = versions.read(people(pairs.keySet()));
    Map<Pair, Sight> sights = new HashMap<>();
    List<Pair> unknown = new ArrayList<>();
    pairs.forEach((pair, changedAt) -> {
      if (version(now, pair.subject()) >= changedAt || version(now, pair.viewer()) >= changedAt) {
        return;
      }
      Known known = cache.getIfPresent(pair);
      if (known != null && isAsOf(known, pair, now)) {
        sights.put(pair, known.sight());
      } else {
        unknown.add(pair);
      }
    });
    metrics.sights(sights.size(), unknown.size());
    for (int from = 0; from < unknown.size(); from += Sights.ViewersQuestion.MAX_PAIRS) {
      int to = Math.min(from + Sights.ViewersQuestion.MAX_PAIRS, unknown.size());
      ask(unknown.subList(from, to), now, sights);
    }
    return sights;
  }

  private void ask(List<Pair> pairs, Map<UserId, Long> before, Map<Pair, Sight> sights) {
    Map<UserId, List<UserId>> bySubject = new LinkedHashMap<>();
    pairs.forEach(pair ->
        bySubject.computeIfAbsent(pair.subject(), key -> new ArrayList<>()).add(pair.viewer()));
    List<Sights.ViewersOf> question = new ArrayList<>();
    bySubject.forEach((subject, viewers) -> question.add(new Sights.ViewersOf(subject, viewers)));
    List<Sights.SightsOf> answer = graph.viewers(new Sights.ViewersQuestion(question)).subjects();
    Map<UserId, Long> after = versions.read(people(pairs));
    for (int i = 0; i < question.size(); i++) {
      Sights.ViewersOf asked = question.get(i);
      if (answer.get(i).underWay()) {
        continue;
      }
      List<Sight> answered = answer.get(i).sights();
      for (int j = 0; j < asked.viewers().size(); j++) {
        Pair pair = new Pair(asked.userId(), asked.viewers().get(j));
        Known known =
            new Known(
                answered.get(j), version(before, pair.subject()), version(before, pair.viewer()));
        if (isAsOf(known, pair, after)) {
          cache.put(pair, known);
          sights.put(pair, known.sight());
        }
      }
    }
  }

  private static boolean isAsOf(Known known, Pair pair, Map<UserId, Long> now) {
    return known.ofSubject() == version(now, pair.subject())
        && known.ofViewer() == version(now, pair.viewer());
  }

  private static long version(Map<UserId, Long> versions, UserId user) {
    @Nullable Long version = versions.get(user);
    return Objects.requireNonNull(version, "a version was not read");
  }

  private static Set<UserId> people(Collection<Pair> pairs) {
    Set<UserId> people = new HashSet<>();
    for (Pair pair : pairs) {
      people.add(pair.subject());
      people.add(pair.viewer());
    }
    return people;
  }
}
