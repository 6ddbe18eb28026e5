package io.presence.graph.audit;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.graph.Page;
import io.presence.graph.Reads;
import io.presence.web.Caller;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/admin/audit}, for admins and support. */
@Controller("/v1/admin/audit")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class AuditController {
  private final AuditReader reader;

  AuditController(AuditReader reader) {
    this.reader = reader;
  }

  /**
   * Newest first.
   *
   * @param actor only what this admin did
   * @param target only what was done to this person, room or import
   * @param after {@code next} of the page before: goes on with what is older
   */
  @Get
  Page<AuditEntry> list(
      @Parameter(hidden = true) Caller caller,
      @QueryValue @Nullable String actor,
      @QueryValue @Nullable String target,
      @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable Long after) {
    Reads.requireSupport(caller);
    Page.requireLimit(limit);
    long before = after == null ? Long.MAX_VALUE : after;
    return Page.of(reader.read(actor, target, before, limit + 1), limit, AuditEntry::id);
  }
}
