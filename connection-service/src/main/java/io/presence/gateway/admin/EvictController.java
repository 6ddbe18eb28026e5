package io.presence.gateway.admin;

import io.micronaut.http.HttpRequest;
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
import io.presence.gateway.limit.Budgets;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions by hand. The audit, which friend-graph-service keeps, is told before and after:
 * while it cannot be told who does what, nobody does it. What came of it is in the log named {@code
 * presence.audit}, too, and there alone if the audit goes away in between: an eviction cannot be
 * taken back.
 */
@Tag(name = "administration")
@AnswersProblems
@Controller("/v1/admin/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class EvictController {
  private static final Logger AUDIT = LoggerFactory.getLogger("presence.audit");

  private final SessionEnder sessions;
  private final AuditTrail trail;
  private final Budgets budgets;

  EvictController(SessionEnder sessions, AuditTrail trail, Budgets budgets) {
    this.sessions = sessions;
    this.trail = trail;
    this.budgets = budgets;
  }

  /**
   * Ends all sessions of a user, or one; their sockets are closed with 4410. Idempotent: a user
   * without sessions gets an empty list.
   *
   * @param session only this one
   * @return the sessions that were ended
   */
  @Delete("/{user}")
  EndedSessions evict(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      UserId user,
      @QueryValue @Nullable String session) {
    caller.requireAdmin();
    Budgets.require(budgets.of(request, caller.userId()).administer());
    var act =
        new EvictionNote(
            caller.userId(), user, session == null ? List.of() : List.of(sessionId(session)), null);
    announce(act);
    EndedSessions ended;
    try {
      ended = sessions.end(user.value(), session);
    } catch (HttpClientException e) {
      throw ProblemException.unavailable(
          "sessions cannot be ended right now; ask again, repeating it is harmless", e);
    }
    AUDIT.info("{} evicted {}: {}", caller.userId(), user, ended.sessions());
    report(act.with(ended));
    return ended;
  }

  private void announce(EvictionNote act) {
    try {
      trail.note(act);
    } catch (HttpClientException e) {
      throw ProblemException.unavailable(
          "nobody was evicted, since the audit cannot be written right now; ask again", e);
    }
  }

  private void report(EvictionNote act) {
    try {
      trail.note(act);
    } catch (HttpClientException e) {
      AUDIT.error(
          "Which sessions of {} were ended for {} stands only in this log: the friend graph, which"
              + " keeps the audit, knows of the request and did not answer now",
          act.userId(),
          act.actor(),
          e);
    }
  }

  private static SessionId sessionId(String text) {
    try {
      return new SessionId(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("session: " + e.getMessage());
    }
  }
}
