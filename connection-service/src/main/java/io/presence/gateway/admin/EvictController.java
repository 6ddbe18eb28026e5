package io.presence.gateway.admin;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.EndedSessions;
import io.presence.contracts.EvictionNote;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions by hand. Who did is in the log named {@code presence.audit}, and in the audit that
 * friend-graph-service keeps; while that does not answer, in the log alone, for an eviction cannot
 * be taken back.
 */
@Controller("/v1/admin/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class EvictController {
  private static final Logger AUDIT = LoggerFactory.getLogger("presence.audit");

  private final SessionEnder sessions;
  private final AuditTrail trail;

  EvictController(SessionEnder sessions, AuditTrail trail) {
    this.sessions = sessions;
    this.trail = trail;
  }

  /**
   * Ends all sessions of a user, or one; their sockets are closed with 4410. Idempotent: a user
   * without sessions gets an empty list.
   *
   * @param session only this one
   */
  @Delete("/{user}")
  EndedSessions evict(
      @Parameter(hidden = true) Caller caller, UserId user, @QueryValue @Nullable String session) {
    caller.requireAdmin();
    if (session != null) {
      requireSessionId(session);
    }
    EndedSessions ended;
    try {
      ended = sessions.end(user.value(), session);
    } catch (HttpClientException e) {
      throw ProblemException.unavailable(
          "sessions cannot be ended right now; ask again, repeating it is harmless", e);
    }
    AUDIT.info("{} evicted {}: {}", caller.userId(), user, ended.sessions());
    note(new EvictionNote(caller.userId(), ended));
    return ended;
  }

  private void note(EvictionNote note) {
    try {
      trail.note(note);
    } catch (HttpClientException e) {
      AUDIT.error(
          "The eviction of {} by {} stands only in this log, since the friend graph, which keeps the"
              + " audit, did not answer: check PRESENCE_GRAPH_URL",
          note.ended().userId(),
          note.actor(),
          e);
    }
  }

  private static void requireSessionId(String text) {
    try {
      var _ = new SessionId(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("session: " + e.getMessage());
    }
  }
}
