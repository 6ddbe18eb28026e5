package io.presence.graph.audit;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.graph.Quoted;
import io.presence.graph.Reads;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/admin/audit}, for admins and support. */
@Tag(name = "administration")
@AnswersProblems
@Controller("/v1/admin/audit")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class AuditController {
  private final AuditReader reader;

  AuditController(AuditReader reader) {
    this.reader = reader;
  }

  /**
   * What admins did, the newest first.
   *
   * @param actor only what this admin did
   * @param target only what was done to this person, room or import: to a person also where they
   *     are the second of two, the member of a room, or in a batch of an import that made them
   *     somebody's contact
   * @param other only what is about the target and this one, such as the import by which the two
   *     became contacts
   * @param after {@code next} of the page before: goes on with what is older
   * @return a page of the audit
   */
  @Get
  Page<AuditEntry> audit(
      @Parameter(hidden = true) Caller caller,
      @QueryValue @Nullable String actor,
      @QueryValue @Nullable String target,
      @QueryValue @Nullable String other,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable Long after) {
    Reads.requireSupport(caller);
    Page.requireLimit(limit);
    requireId("actor", actor);
    requireId("target", target);
    requireId("other", other);
    if (other != null && target == null) {
      throw ProblemException.invalid("other needs a target: the audit is asked about the two");
    }
    long before = after == null ? Long.MAX_VALUE : after;
    AuditQuestion question = new AuditQuestion(actor, target, other, before);
    return Page.of(reader.read(question, limit + 1), limit, AuditEntry::id);
  }

  /** Of a person, a room or an import: those of people are the widest of them. */
  private static void requireId(String parameter, @Nullable String id) {
    if (id != null && !UserId.isValid(id)) {
      throw ProblemException.invalid(
          "%s must be 1-128 characters of [A-Za-z0-9._:@-], got %d: %s"
              .formatted(parameter, id.length(), Quoted.of(id)));
    }
  }
}
