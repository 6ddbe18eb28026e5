package io.presence.gateway.lookup;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks last-seen-persister, and says once when it does not answer. */
@Singleton
public final class LastSeenLookup {
  private static final Logger LOG = LoggerFactory.getLogger(LastSeenLookup.class);

  private final LastSeenService service;
  private volatile boolean down;

  LastSeenLookup(LastSeenService service) {
    this.service = service;
  }

  /**
   * What is kept of those that are known there.
   *
   * @param users at most {@value LastSeen.Batch#MAX_USER_IDS}
   * @return null when it cannot be had
   */
  public @Nullable Map<UserId, LastSeen> of(List<UserId> users) {
    Map<UserId, LastSeen> kept;
    try {
      String ids = users.stream().map(UserId::value).collect(Collectors.joining(","));
      kept =
          service.lastSeen(ids).items().stream()
              .collect(Collectors.toMap(LastSeen::userId, row -> row, (a, b) -> a));
    } catch (HttpClientException e) {
      if (!down) {
        down = true;
        LOG.warn(
            "last-seen-persister does not answer ({}): last seen of people long offline cannot be"
                + " told; is it up at PRESENCE_LAST_SEEN_URL?",
            e.toString());
      }
      return null;
    }
    down = false;
    return kept;
  }
}
