package io.presence.gateway.rest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.Frames.PresencePage;
import io.presence.contracts.PresenceView;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.lookup.Seen;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /v1/presence}: what the caller may see. Nothing here is live. */
@Tag(name = "presence")
@AnswersProblems
@Controller("/v1/presence")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class PresenceController {
  private final Lookup lookup;
  private final Budgets budgets;

  PresenceController(Lookup lookup, Budgets budgets) {
    this.lookup = lookup;
    this.budgets = budgets;
  }

  /**
   * What the caller may see of these people, each of them: whoever hides looks like nobody.
   *
   * @param userIds at most 500, joined by commas
   * @return everybody who was asked for, in that order
   */
  @Get
  PresencePage presence(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @QueryValue("user_ids") String userIds)
      throws InterruptedException {
    Budgets.require(budgets.of(request, caller.userId()).lookUp(UserIds.count(userIds)));
    List<UserId> subjects = UserIds.parse(userIds);
    return new PresencePage(views(caller, subjects, seen -> true), null);
  }

  /**
   * A page of the caller's contacts.
   *
   * @param after the {@code next} of the page before
   * @return a page of contacts, by id
   */
  @Get("/contacts")
  PresencePage presenceOfContacts(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @Parameter(required = false) @QueryValue(defaultValue = "100") int limit,
      @QueryValue @Nullable UserId after)
      throws InterruptedException {
    if (limit < 1 || limit > Sights.ContactsPage.MAX_LIMIT) {
      throw ProblemException.invalid(
          "limit must be 1 to %d, got %d".formatted(Sights.ContactsPage.MAX_LIMIT, limit));
    }
    Budgets.require(budgets.of(request, caller.userId()).lookUp(limit));
    try {
      Sights.ContactsPage page = lookup.contacts(caller.userId(), limit, after);
      List<UserId> subjects = page.items().stream().map(Sights.Item::userId).toList();
      // Whoever is no contact any more by the time their state was read is left out.
      return new PresencePage(views(caller, subjects, Seen::contact), page.next());
    } catch (LookupUnavailableException e) {
      throw unavailable(e);
    }
  }

  private List<PresenceView> views(
      Caller caller, Collection<UserId> subjects, Predicate<Seen> included)
      throws InterruptedException {
    try {
      Found found = lookup.look(caller.userId(), subjects);
      if (!found.missing().isEmpty()) {
        throw ProblemException.unavailable(
            "not all of these people can be read right now",
            new IllegalStateException(found.missing().size() + " people could not be read"));
      }
      return found.seen().stream().filter(included).map(seen -> seen.view(false)).toList();
    } catch (LookupUnavailableException e) {
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(LookupUnavailableException e) {
    return ProblemException.unavailable(String.valueOf(e.getMessage()), e);
  }
}
