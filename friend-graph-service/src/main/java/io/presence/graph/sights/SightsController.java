package io.presence.graph.sights;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /internal/v1}: for services, by their key. */
@Controller("/internal/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class SightsController {
  private final FactReader facts;
  private final PresenceStore store;

  SightsController(FactReader facts, PresenceStore store) {
    this.facts = facts;
    this.store = store;
  }

  /**
   * Who is told of the subject's changes. The version is read first, so that an answer is never
   * taken for newer than it is: a change in between makes it look old, and it is asked for again.
   */
  @Get("/audience/{user}")
  Sights.AudienceOf audience(UserId user) {
    long version = versionOf(user);
    List<Facts> viewers = facts.audienceOf(user);
    return new Sights.AudienceOf(
        user, version, with(Sight.FULL, viewers), with(Sight.STATUS_ONLY, viewers));
  }

  private long versionOf(UserId user) {
    try {
      return store.graphVersions().read(List.of(user)).getOrDefault(user, 0L);
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable("graph versions cannot be read", e);
    }
  }

  private static List<UserId> with(Sight sight, List<Facts> viewers) {
    return viewers.stream().filter(viewer -> viewer.sight() == sight).map(Facts::person).toList();
  }

  /** What one viewer may see of some subjects; everything of themself. */
  @Post("/sights")
  Sights.Answer sights(@Body Sights.Question question) {
    if (question.subjects().size() > Sights.Question.MAX_SUBJECTS) {
      throw ProblemException.invalid(
          "subjects must be at most %d, got %d"
              .formatted(Sights.Question.MAX_SUBJECTS, question.subjects().size()));
    }
    UserId viewer = question.viewer();
    return new Sights.Answer(
        facts.about(viewer, question.subjects()).stream()
            .map(fact -> fact.person().equals(viewer) ? self(viewer) : fact.item())
            .toList());
  }

  private static Sights.Item self(UserId viewer) {
    return new Sights.Item(viewer, Sight.FULL, false);
  }

  /** A page of the viewer's contacts, those of whom they may see nothing included. */
  @Get("/contacts/{viewer}")
  Sights.ContactsPage contacts(
      UserId viewer,
      @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    Page.requireLimit(limit);
    List<Sights.Item> rows =
        facts.contactsOf(viewer, Page.start(after), limit + 1).stream().map(Facts::item).toList();
    Page<Sights.Item> page = Page.of(rows, limit, Sights.Item::userId);
    return new Sights.ContactsPage(page.items(), page.next());
  }
}
