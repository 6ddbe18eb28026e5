package io.presence.gateway.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks last-seen-persister about those of whom nothing was heard for a while, keeps the answers for
 * half a minute for others who look, and says once when it does not answer.
 *
 * <p>Why an old answer harms nobody who looks: it is asked for only when the store knew nothing of
 * the person, and the store knows everybody who has a session, and for a time after the last one
 * (PRESENCE_USER_RETENTION_MS, a day unless set otherwise, and never less than two TTLs). So
 * between the moment that an answer was given and the moment that the store knew nothing there was
 * no session, or the store would still know of it; without a session nobody's last seen moves. Two
 * things remain: what the persister had not written when it was asked is missing for as long as the
 * answer is kept; and after the store was emptied the person may have been here meanwhile. Both err
 * towards an earlier last seen, never a later one, for half a minute. A row says its version, and
 * {@link Inquiry} looks again at whoever has a newer one than the reading: an old row can only have
 * an older version, so it never passes for newer than it is. That somebody is not known is not
 * kept: they may become known at any moment.
 *
 * <p>What a person has set by hand is another matter: a session that begins by an old answer, or a
 * person who is told by it what they have set, would be visible who is invisible. For those {@link
 * #fresh} always asks.
 */
@Singleton
public final class LastSeenLookup {
  static final Duration KEPT = Duration.ofSeconds(30);
  static final int MAX_KEPT = 50_000;
  private static final Logger LOG = LoggerFactory.getLogger(LastSeenLookup.class);

  private final LastSeenService service;
  private final Cache<UserId, LastSeen> answers;
  private volatile boolean down;

  @Inject
  LastSeenLookup(LastSeenService service) {
    this(service, Ticker.systemTicker());
  }

  LastSeenLookup(LastSeenService service, Ticker ticker) {
    this.service = service;
    this.answers =
        Caffeine.newBuilder().maximumSize(MAX_KEPT).expireAfterWrite(KEPT).ticker(ticker).build();
  }

  /**
   * What is kept of those that are known there.
   *
   * @param users at most {@value LastSeen.Batch#MAX_USER_IDS}
   * @return null when it cannot be had
   */
  public @Nullable Map<UserId, LastSeen> of(List<UserId> users) {
    Map<UserId, LastSeen> known = new HashMap<>(answers.getAllPresent(users));
    List<UserId> open = new ArrayList<>(users);
    open.removeAll(known.keySet());
    if (!open.isEmpty()) {
      Map<UserId, LastSeen> asked = fresh(open);
      if (asked == null) {
        return null;
      }
      known.putAll(asked);
    }
    return known;
  }

  /**
   * The same as of now, whatever was answered before.
   *
   * @param users at most {@value LastSeen.Batch#MAX_USER_IDS}
   * @return null when it cannot be had
   */
  public @Nullable Map<UserId, LastSeen> fresh(List<UserId> users) {
    List<LastSeen> asked = ask(users);
    if (asked == null) {
      return null;
    }
    Map<UserId, LastSeen> known = new HashMap<>();
    for (LastSeen row : asked) {
      known.put(row.userId(), row);
    }
    answers.putAll(known);
    return known;
  }

  private @Nullable List<LastSeen> ask(List<UserId> users) {
    List<LastSeen> items;
    try {
      String ids = users.stream().map(UserId::value).collect(Collectors.joining(","));
      items = service.lastSeen(ids).items();
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
    return items;
  }
}
