package io.presence.graph.relations;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.web.Caller;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/users/{id}/contacts}. */
@Tag(name = "contacts")
@AnswersProblems
@Controller("/v1/users/{id}/contacts")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ContactsController {
  private final RelationRows relations;
  private final Contacts contacts;

  ContactsController(RelationRows relations, Contacts contacts) {
    this.relations = relations;
    this.contacts = contacts;
  }

  /**
   * Whom they see, and who sees them, unless their privacy says otherwise.
   *
   * @return a page of contacts, by id
   */
  @Get
  Page<Related> contacts(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    caller.requireMayRead(id);
    Page.requireLimit(limit);
    return Page.of(relations.contacts(id, Page.start(after), limit + 1), limit, Related::userId);
  }

  /**
   * By an admin: contacts at once. By the user: a request, unless the other has asked.
   *
   * @return how the two stand now
   */
  @Put("/{contact}")
  Standing addContact(@Parameter(hidden = true) Caller caller, UserId id, UserId contact) {
    caller.requireMayEdit(id);
    Pair.requireOther("contact", id, contact);
    if (caller.isAdmin()) {
      contacts.befriend(caller, id, contact);
      return new Standing(contact, Standing.ACCEPTED);
    }
    boolean accepted = contacts.ask(caller, id, contact);
    return new Standing(contact, accepted ? Standing.ACCEPTED : Standing.REQUESTED);
  }

  /** Ends a contact, in both directions. Withdraws a request, too. */
  @Delete("/{contact}")
  @Status(HttpStatus.NO_CONTENT)
  void removeContact(@Parameter(hidden = true) Caller caller, UserId id, UserId contact) {
    caller.requireMayEdit(id);
    Pair.requireOther("contact", id, contact);
    contacts.part(caller, id, contact);
  }

  /**
   * How the two stand after a PUT.
   *
   * @param state {@code accepted} or {@code requested}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Standing(UserId userId, String state) {
    static final String ACCEPTED = "accepted";
    static final String REQUESTED = "requested";
  }
}
