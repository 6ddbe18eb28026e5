package io.presence.expiry.fanout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is told of whom, cached by graph version. A cached audience counts only if its version is the
 * one that the store has now: whoever calls after a change was committed gets an audience in which
 * every block, hiding and unfriending that came before the change is heeded (invariant
 * Read-your-privacy-writes).
 *
 * <p>Blocks its caller: one round trip to the store, and one to the friend graph for each miss,
 * many at a time.
 */
@Singleton
final class Audiences {
  private final PresenceStore store;
  private final AudienceFetcher fetcher;
  private final FanOutMetrics metrics;
  private final Cache<UserId, AudienceOf> cache;

  Audiences(
      PresenceStore store,
      AudienceFetcher fetcher,
      FanOutSettings settings,
      FanOutMetrics metrics) {
    this.store = store;
    this.fetcher = fetcher;
    this.metrics = metrics;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.audienceCacheViewers())
            .weigher((UserId user, AudienceOf audience) -> 1 + audience.size())
            .build();
  }

  /**
   * @return for each whose audience is known as of now; for the others the friend graph did not
   *     answer: ask again later
   * @throws io.presence.store.StoreUnavailableException when the versions cannot be read
   */
  Map<UserId, AudienceOf> of(Collection<UserId> users) throws InterruptedException {
    if (users.isEmpty()) {
      return Map.of();
    }
    Map<UserId, Long> versions = store.graphVersions().read(users);
    Map<UserId, AudienceOf> audiences = new HashMap<>();
    Map<UserId, Long> missing = new HashMap<>();
    for (UserId user : users) {
      long version = versions.getOrDefault(user, 0L);
      AudienceOf cached = cache.getIfPresent(user);
      if (cached != null && cached.version() == version) {
        audiences.put(user, cached);
      } else {
        missing.put(user, version);
      }
    }
    metrics.audiences(audiences.size(), missing.size());
    Map<UserId, AudienceOf> fetched = fetcher.fetch(missing);
    cache.putAll(fetched);
    audiences.putAll(fetched);
    return audiences;
  }
}
