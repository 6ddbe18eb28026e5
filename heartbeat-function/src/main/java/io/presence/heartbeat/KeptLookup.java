package io.presence.heartbeat;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import io.presence.store.Sessions;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks last-seen-persister what it keeps of people. Blocks its caller for at most one time-out: the
 * first request without an answer ends the asking.
 */
@Singleton
final class KeptLookup {
  private static final Logger LOG = LoggerFactory.getLogger(KeptLookup.class);

  private final LastSeenClient client;
  private final HeartbeatMetrics metrics;
  private volatile boolean answering = true;

  KeptLookup(LastSeenClient client, HeartbeatMetrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /**
   * @return for everybody whom the persister could be asked about; those without a row are {@link
   *     Sessions#nothingKept}. The others are absent: nothing is known of them, not even that
   */
  Map<UserId, LastSeen> of(Collection<UserId> users) {
    Map<UserId, LastSeen> known = new HashMap<>();
    for (List<UserId> page : pages(users)) {
      try {
        String ids = page.stream().map(UserId::value).collect(Collectors.joining(","));
        LastSeen.Batch answer = client.lastSeen(ids);
        page.forEach(user -> known.put(user, Sessions.nothingKept(user)));
        answer.items().forEach(item -> known.replace(item.userId(), item));
        note(true, "");
      } catch (HttpClientException e) {
        note(false, e.toString());
        break;
      }
    }
    return known;
  }

  private void note(boolean ok, String why) {
    metrics.keptAsked(ok);
    if (ok != answering) {
      answering = ok;
      if (ok) {
        LOG.info("last-seen-persister answers again");
      } else {
        LOG.warn(
            "last-seen-persister does not answer ({}): people new to Redis cannot come online until it does. Check"
                + " PRESENCE_LAST_SEEN_URL and PRESENCE_SERVICE_KEY",
            why);
      }
    }
  }

  static List<List<UserId>> pages(Collection<UserId> users) {
    List<UserId> all = List.copyOf(users);
    List<List<UserId>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += LastSeen.Batch.MAX_USER_IDS) {
      pages.add(all.subList(from, Math.min(from + LastSeen.Batch.MAX_USER_IDS, all.size())));
    }
    return pages;
  }
}
