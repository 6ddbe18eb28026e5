package io.presence.graph.relations;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.graph.Quoted;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/users/{id}/contact-requests}: who asks to become a contact of {@code id}, and whom
 * they ask. A request changes nobody's sight until it is accepted.
 */
@Tag(name = "contact requests")
@AnswersProblems
@Controller("/v1/users/{id}/contact-requests")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class RequestsController {
  private final RelationRows relations;
  private final Contacts contacts;

  RequestsController(RelationRows relations, Contacts contacts) {
    this.relations = relations;
    this.contacts = contacts;
  }

  /**
   * Requests that nobody has accepted.
   *
   * @param direction {@code received} or {@code sent}
   * @return a page of people, by id
   */
  @Get
  Page<Related> contactRequests(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = "received") String direction,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    caller.requireMayRead(id);
    Page.requireLimit(limit);
    String start = Page.start(after);
    var rows =
        switch (direction) {
          case "received" -> relations.requestsReceived(id, start, limit + 1);
          case "sent" -> relations.requestsSent(id, start, limit + 1);
          default ->
              throw ProblemException.invalid(
                  "direction must be received or sent, got " + Quoted.of(direction));
        };
    return Page.of(rows, limit, Related::userId);
  }

  /** Accepts a request: contacts from now on, in both directions. 404 if nobody has asked. */
  @Post("/{from}/accept")
  @Status(HttpStatus.NO_CONTENT)
  void acceptRequest(@Parameter(hidden = true) Caller caller, UserId id, UserId from) {
    caller.requireMayEdit(id);
    Pair.requireOther("from", id, from);
    contacts.accept(caller, id, from);
  }

  /**
   * Declines a request: the sender does not learn of it, and asks in vain from now on, also if they
   * withdraw it and ask anew: until {@code id} asks or accepts them, or PRESENCE_DECLINED_DAYS are
   * over. Idempotent.
   */
  @Post("/{from}/decline")
  @Status(HttpStatus.NO_CONTENT)
  void declineRequest(@Parameter(hidden = true) Caller caller, UserId id, UserId from) {
    caller.requireMayEdit(id);
    Pair.requireOther("from", id, from);
    contacts.decline(caller, id, from);
  }

  /**
   * By the sender: withdraws the request; nobody accepts it once this has returned. By its
   * receiver: declines it. Idempotent.
   */
  @Delete("/{from}")
  @Status(HttpStatus.NO_CONTENT)
  void withdrawRequest(@Parameter(hidden = true) Caller caller, UserId id, UserId from) {
    Pair.requireOther("from", id, from);
    if (caller.userId().equals(from)) {
      contacts.withdraw(from, id);
    } else {
      caller.requireMayEdit(id);
      contacts.decline(caller, id, from);
    }
  }
}
