package io.presence.graph.changes;

import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Raises graph versions, in pipelines of bounded length. */
@Singleton
class Versions {
  static final int PIPELINE = 200;

  private final PresenceStore store;
  private final ChangesMetrics metrics;

  Versions(PresenceStore store, ChangesMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  /**
   * @return the new version of everybody in the rows
   * @throws StoreUnavailableException if not all of them could be raised
   */
  Map<UserId, Long> bump(Collection<OutboxRow> rows) {
    List<UserId> users = rows.stream().map(OutboxRow::user).distinct().toList();
    Map<UserId, Long> versions = HashMap.newHashMap(users.size());
    try {
      for (int from = 0; from < users.size(); from += PIPELINE) {
        versions.putAll(persistently(users.subList(from, Math.min(from + PIPELINE, users.size()))));
      }
    } catch (StoreUnavailableException e) {
      metrics.bumpFailed();
      throw e;
    }
    return versions;
  }

  /** Twice, if need be: an answer that is merely late must not break off a long import. */
  private Map<UserId, Long> persistently(List<UserId> users) {
    try {
      return store.graphVersions().bump(users);
    } catch (StoreUnavailableException e) {
      metrics.bumpRetried();
      return store.graphVersions().bump(users);
    }
  }
}
