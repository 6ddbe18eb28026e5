package io.presence.gateway.lookup;

import io.presence.contracts.UserId;
import java.util.List;

/**
 * The result of a lookup.
 *
 * @param seen in the order of the question
 * @param missing those of whom something could not be had (when they were last seen, or anything
 *     after the store was emptied): nothing is told of them, rather than something wrong; ask again
 */
public record Found(List<Seen> seen, List<UserId> missing) {
  public Found {
    seen = List.copyOf(seen);
    missing = List.copyOf(missing);
  }
}
