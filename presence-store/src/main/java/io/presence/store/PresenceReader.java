package io.presence.store;

import io.presence.contracts.PersonState;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Lookups: the truth about people, to be shown only through {@link
 * io.presence.contracts.Visibility}.
 */
public interface PresenceReader {
  /**
   * Reads people in one pipelined round trip, and a second one for when those were last heard whom
   * anybody could see.
   *
   * @return one for each user asked for
   */
  Map<UserId, Reading> read(Collection<UserId> users);

  /** All there is of one person, sessions included: for people who ask why. */
  Inspection inspect(UserId user);

  /**
   * People whose visible status is not offline; the invisible are not counted. Looks at every
   * shard: for admins, cache it.
   */
  long countOnline();

  /**
   * One person.
   *
   * @param state last seen is the newest time any counting session was heard while somebody could
   *     see them, else the frozen moment
   * @param version of their last change; 0 when the store has nothing
   * @param asOf the version of the answer: the node's TIME − 1 ms, read before the data
   * @param known false when the store has nothing: last-seen-persister may know when they were last
   *     seen
   * @param certain false when the store has nothing because it was emptied less than a TTL ago (
   *     {@link Epochs}): then it does not mean that they are offline
   */
  record Reading(
      PersonState state, long version, long asOf, boolean known, boolean certain) {
    /** Of a store that was not emptied lately. */
    public Reading(PersonState state, long version, long asOf, boolean known) {
      this(state, version, asOf, known, true);
    }
  }
}
