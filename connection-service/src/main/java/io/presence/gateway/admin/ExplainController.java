package io.presence.gateway.admin;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.Explanation.OfGraph;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.lookup.Seen;
import io.presence.store.Gateways;
import io.presence.store.Inspection;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a viewer sees of a subject what they see, in one call. Reads only. */
@Tag(name = "administration")
@AnswersProblems
@Controller("/v1/admin/explain")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ExplainController {
  private final Lookup lookup;
  private final PresenceStore store;
  private final StoreSettings settings;
  private final GraphReasons graph;
  private final Budgets budgets;

  ExplainController(
      Lookup lookup,
      PresenceStore store,
      StoreSettings settings,
      GraphReasons graph,
      Budgets budgets) {
    this.lookup = lookup;
    this.store = store;
    this.settings = settings;
    this.graph = graph;
    this.budgets = budgets;
  }

  /**
   * Why a viewer sees of a subject what they see, for admins and support; docs/explain.md has every
   * reason. Somebody who never existed is explained like anybody else.
   *
   * @return what the viewer sees, what is true, and the reasons for what lies between
   */
  @Get
  Explained explain(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @QueryValue UserId viewer,
      @QueryValue UserId subject)
      throws InterruptedException {
    caller.requireSupport();
    Budgets.require(budgets.of(request, caller.userId()).administer());
    try {
      Seen seen = look(viewer, subject);
      OfGraph reasons = graph.explain(viewer.value(), subject.value());
      Inspection truth = store.reader().inspect(subject);
      Inspection other = store.reader().inspect(viewer);
      Set<GatewayId> alive =
          store.gateways().alive().stream()
              .map(Gateways.Alive::gateway)
              .collect(Collectors.toSet());
      long lastSeen = seen.state().lastSeen();
      return new Explained(
          viewer,
          subject,
          seen.view(seen.reach() == Seen.Reach.PUSHED),
          truth(reasons, truth, alive, lastSeen),
          new Reasons(
                  reasons,
                  truth,
                  other,
                  alive,
                  lastSeen,
                  seen.pullOnly(),
                  !store.gateways().holding(List.of(viewer)).isEmpty(),
                  settings.idleTimeout())
              .all());
    } catch (LookupUnavailableException e) {
      throw ProblemException.unavailable(String.valueOf(e.getMessage()), e);
    } catch (HttpClientException e) {
      throw ProblemException.unavailable("who may see whom cannot be explained right now", e);
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable("presence cannot be read right now", e);
    }
  }

  /** What the viewer would get: by the lookup that would answer them. */
  private Seen look(UserId viewer, UserId subject)
      throws LookupUnavailableException, InterruptedException {
    Found found = lookup.look(viewer, List.of(subject));
    if (found.seen().isEmpty()) {
      throw ProblemException.unavailable("this person cannot be read right now");
    }
    return found.seen().getFirst();
  }

  private static Explained.Truth truth(
      OfGraph graph, Inspection truth, Set<GatewayId> alive, long lastSeen) {
    HandSet hand = truth.hand().at(truth.now());
    return new Explained.Truth(
        graph.sight(),
        graph.contact(),
        graph.graphVersion(),
        truth.status(),
        hand.status(),
        time(hand.expiresAt()),
        hand.customMessage(),
        time(Math.max(lastSeen, truth.lastSeen())),
        truth.version(),
        time(truth.changedAt()),
        truth.cause() == null ? null : truth.cause().word(),
        truth.sessions().stream().map(session -> session(session, truth, alive)).toList());
  }

  private static Explained.LiveSession session(
      Inspection.Registered session, Inspection truth, Set<GatewayId> alive) {
    return new Explained.LiveSession(
        session.session(),
        session.device(),
        session.deviceType(),
        session.gateway(),
        alive.contains(session.gateway()),
        new WireTime(session.heardAt()),
        new WireTime(session.activeAt()),
        new WireTime(truth.now() + session.leaseMillis()),
        session.lost(),
        session.signedOff());
  }

  private static @Nullable WireTime time(@Nullable Long millis) {
    return millis == null || millis == 0 ? null : new WireTime(millis);
  }
}
