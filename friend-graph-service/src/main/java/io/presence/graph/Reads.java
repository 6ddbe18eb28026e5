package io.presence.graph;

import io.presence.web.Caller;
import io.presence.web.ProblemException;

/** Who may read what belongs to nobody in particular. */
public final class Reads {
  private Reads() {}

  /**
   * @throws ProblemException 403 unless the caller is support or admin, whatever is there to read
   */
  public static void requireSupport(Caller caller) {
    if (!caller.isSupport()) {
      throw ProblemException.forbidden("reading this needs the role support or admin");
    }
  }
}
