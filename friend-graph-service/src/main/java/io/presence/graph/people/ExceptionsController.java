package io.presence.graph.people;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.graph.Precondition;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/users/{id}/privacy/exceptions}: for whom a person's privacy is another than for all
 * ("contacts except…", "nobody but…"). Answers are the same whoever the other is, known or not.
 */
@Tag(name = "privacy")
@AnswersProblems
@Controller("/v1/users/{id}/privacy/exceptions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ExceptionsController {
  private final ExceptionTable table;
  private final Exceptions exceptions;

  ExceptionsController(ExceptionTable table, Exceptions exceptions) {
    this.table = table;
    this.exceptions = exceptions;
  }

  /**
   * For whom their privacy is another than for everybody.
   *
   * @return a page of exceptions, by the id of the person they are for
   */
  @Get
  Page<ExceptionFor> exceptions(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    caller.requireMayRead(id);
    Page.requireLimit(limit);
    return Page.of(table.list(id, Page.start(after), limit + 1), limit, ExceptionFor::userId);
  }

  /**
   * One exception, with its {@code ETag}. 404 if there is none.
   *
   * @return the exception
   */
  @Get("/{person}")
  HttpResponse<ExceptionFor> exception(
      @Parameter(hidden = true) Caller caller, UserId id, UserId person) {
    caller.requireMayRead(id);
    return table
        .find(id, person)
        .map(ExceptionsController::answer)
        .orElseThrow(() -> ProblemException.notFound(id + " makes no exception for " + person));
  }

  /**
   * Replaces the whole exception; returns once it is in force. Idempotent. With {@code If-Match}
   * only if nobody has changed it since it was read, with {@code If-None-Match: *} only if there is
   * none; with neither the last write wins.
   *
   * @return the exception as it is now
   */
  @Put("/{person}")
  HttpResponse<ExceptionFor> setException(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      UserId person,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
      @Body ExceptionEdit edit) {
    caller.requireMayEdit(id);
    requireOther(id, person);
    edit.require();
    return answer(exceptions.put(caller, id, person, edit, new Precondition(ifMatch, ifNoneMatch)));
  }

  /**
   * Takes an exception back: from now on as for everybody. Idempotent. With {@code If-Match} only
   * if nobody has changed it since it was read.
   */
  @Delete("/{person}")
  @Status(HttpStatus.NO_CONTENT)
  void removeException(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      UserId person,
      @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    caller.requireMayEdit(id);
    requireOther(id, person);
    exceptions.remove(caller, id, person, new Precondition(ifMatch, ifNoneMatch));
  }

  private static HttpResponse<ExceptionFor> answer(ExceptionFor exception) {
    return HttpResponse.ok(exception).header(HttpHeaders.ETAG, exception.etag().text());
  }

  private static void requireOther(UserId id, UserId person) {
    if (id.equals(person)) {
      throw ProblemException.invalid(
          "person must be somebody else than the user, got %s for both".formatted(id));
    }
  }
}
