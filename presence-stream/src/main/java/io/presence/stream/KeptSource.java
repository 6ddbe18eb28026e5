package io.presence.stream;

import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.Map;

/** Asks what is kept of people whom the store does not know. Blocks its caller. */
@FunctionalInterface
public interface KeptSource {
  /**
   * @return for everybody who could be asked about; the others are absent: nothing is known of
   *     them, not even that
   */
  Map<UserId, LastSeen> of(Collection<UserId> users);
}
