package io.presence.gateway.rest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.gateway.limit.Budgets;
import io.presence.web.Caller;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** For admins and support. */
@Tag(name = "administration")
@AnswersProblems
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class StatsController {
  private final OnlineCount onlineCount;
  private final Budgets budgets;

  StatsController(OnlineCount onlineCount, Budgets budgets) {
    this.onlineCount = onlineCount;
    this.budgets = budgets;
  }

  /** Over the whole deployment. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Stats(long usersOnline, long connections) {}

  /**
   * How many people and connections there are, for admins.
   *
   * @return the figures, a moment old at most
   */
  @Get("/stats")
  Stats stats(HttpRequest<?> request, @Parameter(hidden = true) Caller caller) {
    caller.requireAdmin();
    Budgets.require(budgets.of(request, caller.userId()).administer());
    return new Stats(onlineCount.usersOnline(), onlineCount.connections());
  }
}
