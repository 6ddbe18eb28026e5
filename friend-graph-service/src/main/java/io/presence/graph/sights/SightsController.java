package io.presence.graph.sights;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.Explanation;
import io.presence.contracts.Sight;
import io.presence.contracts.SightDecision;
import io.presence.contracts.SightReason;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibilityPolicy;
import io.presence.contracts.WireTime;
import io.presence.graph.Page;
import io.presence.graph.audiences.AudienceSizes;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.people.LastSeenHiding;
import io.presence.graph.people.VisibilitySettings;
import io.presence.store.PresenceStore;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /internal/v1}: for services, by their key. */
@Hidden
@Controller("/internal/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class SightsController {
  private final FactReader facts;
  private final AudienceSizes sizes;
  private final GraphChanges changes;
  private final PresenceStore store;
  private final LastSeenHiding hiding;
  private final VisibilityPolicy policy;

  SightsController(
      FactReader facts,
      AudienceSizes sizes,
      GraphChanges changes,
      PresenceStore store,
      LastSeenHiding hiding,
      VisibilitySettings settings) {
    this.facts = facts;
    this.sizes = sizes;
    this.changes = changes;
    this.store = store;
    this.hiding = hiding;
    this.policy = settings.policy();
  }

  /**
   * Who is told of the subject's changes. The version is read first, so that an answer is never
   * taken for newer than it is. An edit that may or may not be in the answer makes it unsettled:
   * whoever is in it since then must not be told of what was before. However many contacts the
   * subject has, hardly more are read than are pushed to.
   */
  @Get("/audience/{user}")
  Sights.AudienceOf audience(UserId user) {
    long version = versionOf(user);
    if (sizes.isPullOnly(user)) {
      return Sights.AudienceOf.pullOnly(user, version);
    }
    List<Facts> contacts = facts.audienceOf(user, sizes.limit() + 1);
    if (contacts.size() > sizes.limit()) {
      // It has just crossed the limit: its viewers are told so in a moment.
      return Sights.AudienceOf.pullOnly(user, version);
    }
    Map<Sight, List<UserId>> viewers =
        contacts.stream()
            .collect(
                Collectors.groupingBy(
                    viewer -> viewer.decide(policy).sight(),
                    Collectors.mapping(Facts::person, Collectors.toList())));
    return new Sights.AudienceOf(
        user,
        isSettled(user, version) ? version : Sights.AudienceOf.UNSETTLED,
        viewers.getOrDefault(Sight.FULL, List.of()),
        viewers.getOrDefault(Sight.STATUS_ONLY, List.of()),
        viewers.getOrDefault(Sight.APPROXIMATE, List.of()));
  }

  /** In this order: an edit raises the version before it is no longer under way. */
  private boolean isSettled(UserId user, long version) {
    return changes.underWay(List.of(user)).isEmpty() && versionOf(user) == version;
  }

  private long versionOf(UserId user) {
    try {
      return store.graphVersions().read(List.of(user)).getOrDefault(user, 0L);
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable("graph versions cannot be read", e);
    }
  }

  /** What one viewer may see of some subjects; everything of themself. */
  @Post("/sights")
  Sights.Answer sights(@Body Sights.Question question) {
    if (question.subjects().size() > Sights.Question.MAX_SUBJECTS) {
      throw ProblemException.invalid(
          "subjects must be at most %d, got %d"
              .formatted(Sights.Question.MAX_SUBJECTS, question.subjects().size()));
    }
    return new Sights.Answer(
        facts.about(question.viewer(), question.subjects()).stream()
            .map(fact -> fact.item(policy))
            .toList());
  }

  /** What some viewers may see of each of some subjects: for who watches people explicitly. */
  @Post("/viewers")
  Sights.ViewersAnswer viewers(@Body Sights.ViewersQuestion question) {
    if (question.pairs() > Sights.ViewersQuestion.MAX_PAIRS) {
      throw ProblemException.invalid(
          "subjects must have at most %d viewers in all, got %d"
              .formatted(Sights.ViewersQuestion.MAX_PAIRS, question.pairs()));
    }
    List<UserId> viewers = new ArrayList<>();
    List<UserId> subjects = new ArrayList<>();
    for (Sights.ViewersOf of : question.subjects()) {
      viewers.addAll(of.viewers());
      of.viewers().forEach(viewer -> subjects.add(of.userId()));
    }
    Iterator<Facts> answers = facts.between(viewers, subjects).iterator();
    Set<UserId> people = new HashSet<>(viewers);
    people.addAll(subjects);
    // After the facts: whoever asks reads the versions once more.
    Set<UserId> underWay = changes.underWay(people);
    return new Sights.ViewersAnswer(
        question.subjects().stream()
            .map(of ->
                new Sights.SightsOf(
                    of.userId(),
                    of.viewers().stream()
                        .map(viewer -> answers.next().decide(policy).sight())
                        .toList(),
                    underWay.contains(of.userId())
                        || of.viewers().stream().anyMatch(underWay::contains)))
            .toList());
  }

  /** Why the viewer may see of the subject what they may: the same decision, with its reasons. */
  @Get("/explain")
  Explanation.OfGraph explain(@QueryValue UserId viewer, @QueryValue UserId subject) {
    long version = versionOf(subject);
    Facts fact = facts.about(viewer, List.of(subject)).getFirst();
    SightDecision decision = fact.decide(policy);
    return new Explanation.OfGraph(
        viewer,
        subject,
        fact.standing().contact(),
        decision.sight(),
        version,
        decision.reasons().stream()
            .map(reason ->
                new Explanation.Reason(reason.code(), reason.text(), since(reason, fact, viewer)))
            .toList());
  }

  private @Nullable WireTime since(SightReason reason, Facts fact, UserId viewer) {
    return reason == SightReason.RECIPROCITY
        ? hiding.since(viewer, fact.person())
        : fact.at(reason);
  }

  /** A page of the viewer's contacts, those of whom they may see nothing included. */
  @Get("/contacts/{viewer}")
  Sights.ContactsPage contacts(
      UserId viewer,
      @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    Page.requireLimit(limit);
    List<Sights.Item> rows =
        facts.contactsOf(viewer, Page.start(after), limit + 1).stream()
            .map(fact -> fact.item(policy))
            .toList();
    Page<Sights.Item> page = Page.of(rows, limit, Sights.Item::userId);
    return new Sights.ContactsPage(page.items(), page.next(UserId::new));
  }
}
