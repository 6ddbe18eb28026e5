package io.presence.gateway.room;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Rooms;
import io.presence.gateway.limit.Budgets;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** {@code GET /v1/rooms/{id}/presence}: a room of any size, counted for the caller. */
@Tag(name = "rooms")
@AnswersProblems
@Controller("/v1/rooms/{id}/presence")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class RoomController {
  private final RoomTelling telling;
  private final RoomCounts counts;
  private final Budgets budgets;
  private final RoomMetrics metrics;

  RoomController(RoomTelling telling, RoomCounts counts, Budgets budgets, RoomMetrics metrics) {
    this.telling = telling;
    this.counts = counts;
    this.budgets = budgets;
    this.metrics = metrics;
  }

  /**
   * How many of a room are there, for members, admins and support; each of them sees whom they may
   * see as the person they are.
   *
   * @return counts, and some of those who are there
   * @throws ProblemException 404 for a room that does not exist or that the caller is not in
   */
  @Get
  RoomPresence roomPresence(
      HttpRequest<?> request, @Parameter(hidden = true) Caller caller, RoomId id)
      throws InterruptedException {
    Budgets.require(budgets.of(request, caller.userId()).room());
    long begun = System.nanoTime();
    try {
      Rooms.Membership membership = telling.membership(id, caller.userId());
      boolean exists = membership.members() > 0;
      if (!membership.member() && !(caller.isSupport() && exists)) {
        throw ProblemException.notFound(
            "room %s does not exist, or you are not in it".formatted(id));
      }
      RoomPresence presence = counts.ask(id, caller.userId()).presence();
      metrics.answered(System.nanoTime() - begun);
      return presence;
    } catch (RoomUnavailableException e) {
      metrics.unavailable();
      throw ProblemException.unavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
