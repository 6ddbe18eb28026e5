package io.presence.local.client;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one client believes of others: frames folded by version, newer wins, whatever order they
 * arrive in. Safe for any thread.
 */
public final class Picture {
  private final Map<UserId, Seen> people = new ConcurrentHashMap<>();

  /** Folds one report in. Returns whether it was newer than what was known. */
  public boolean fold(Seen seen) {
    Seen winner = people.merge(seen.subject(), seen, Picture::newer);
    return winner.equals(seen);
  }

  private static Seen newer(Seen old, Seen now) {
    return now.version() > old.version() ? now : old;
  }

  public Optional<Seen> of(UserId subject) {
    return Optional.ofNullable(people.get(subject));
  }

  /** What is believed of somebody; offline if nothing was ever told. */
  public VisibleStatus statusOf(UserId subject) {
    Seen seen = people.get(subject);
    return seen == null ? VisibleStatus.OFFLINE : seen.status();
  }

  /** How many people anything was told of. */
  public int size() {
    return people.size();
  }
}
