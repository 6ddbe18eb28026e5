package io.presence.expiry.fanout;

import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceReader.Reading;
import io.presence.store.PresenceStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds who may be told of a change, and what. A change is told as it was made if who may see the
 * person has stayed the same since: a graph version is the time of the last edit. Otherwise
 * somebody may be told of what was before they were allowed, so the person is looked at again:
 * state, audience, state. Only what was true when the audience was asked for is told, as of then
 * (invariant Read-your-privacy-writes).
 *
 * <p>So is a change of which nobody knows what it replaced: its version may be that of a later one
 * that nobody could notice.
 *
 * <p>Blocks its caller: one round trip to the store, and three more for whoever is looked at again.
 */
@Singleton
final class Tellings {
  private final Audiences audiences;
  private final PresenceReader reader;
  private final FanOutMetrics metrics;

  Tellings(Audiences audiences, PresenceStore store, FanOutMetrics metrics) {
    this.audiences = audiences;
    this.reader = store.reader();
    this.metrics = metrics;
  }

  /**
   * @param ready by person
   * @param moot of whom there is nothing to tell any more: they have changed since, and that change
   *     is told in its turn, or the store has lost them and whoever returns is told of
   */
  record Found(Map<UserId, Telling> ready, Set<UserId> moot) {}

  /**
   * @param changes one for each person, which viewers could notice
   * @return whoever is in neither part: ask again later
   * @throws io.presence.store.StoreUnavailableException when the store cannot be read
   */
  Found of(List<PresenceChanged> changes) throws InterruptedException {
    Found found = new Found(new HashMap<>(), new HashSet<>());
    Map<UserId, AudienceOf> known =
        audiences.of(changes.stream().map(PresenceChanged::userId).toList());
    List<PresenceChanged> doubtful = new ArrayList<>();
    for (PresenceChanged change : changes) {
      AudienceOf audience = known.get(change.userId());
      if (audience != null && isAsItWas(change, audience)) {
        found.ready.put(change.userId(), Telling.of(change, audience));
      } else if (audience != null) {
        doubtful.add(change);
      }
    }
    if (!doubtful.isEmpty()) {
      lookAgain(doubtful, found);
    }
    return found;
  }

  private static boolean isAsItWas(PresenceChanged change, AudienceOf audience) {
    return change.before() != null && audience.version() < change.version();
  }

  private void lookAgain(List<PresenceChanged> doubtful, Found found) throws InterruptedException {
    metrics.lookedAgain(doubtful.size());
    List<UserId> people = doubtful.stream().map(PresenceChanged::userId).toList();
    Map<UserId, Reading> earlier = reader.read(people);
    Map<UserId, AudienceOf> known = audiences.of(people);
    Map<UserId, Reading> later = reader.read(people);
    for (PresenceChanged change : doubtful) {
      UserId user = change.userId();
      Reading before = earlier.get(user);
      Reading after = later.get(user);
      AudienceOf audience = known.get(user);
      if (before == null || after == null || audience == null) {
        continue;
      }
      if (!before.known() || !after.known() || Visibility.differs(before.state(), after.state())) {
        found.moot.add(user);
      } else if (before.version() == after.version()) {
        found.ready.put(user, Telling.of(change, before, audience));
      }
    }
  }
}
