package io.presence.gateway.watch;

import io.presence.contracts.UserId;
import java.util.Set;

/** Has a viewer's sessions corrected, if what they were told is not what they may see now. */
public interface LookAgain {
  /** Never blocks; tried until it succeeds or the viewer is gone. */
  void lookAgain(UserId viewer, Set<UserId> subjects);
}
