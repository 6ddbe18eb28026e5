package io.presence.gateway.session;

import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the sessions of one viewer had been told when somebody began to look at people. Whatever a
 * session has been told since may be newer than what was read; what it had been told before is
 * older, whatever the versions say: those of a subject may run ahead of its node's clock.
 */
public final class Look {
  private static final long NEVER = -1;

  private final Map<Session, Map<UserId, Long>> told = new HashMap<>();

  private Look() {}

  /** To be called before anything is read. */
  public static Look at(Collection<UserId> subjects, Session... sessions) {
    Look look = new Look();
    for (Session session : sessions) {
      look.told.put(session, session.versionsOf(subjects));
    }
    return look;
  }

  /** The version that the session held then; one that nothing has if it was not there yet. */
  long versionOf(Session session, UserId subject) {
    return told.getOrDefault(session, Map.of()).getOrDefault(subject, NEVER);
  }
}
