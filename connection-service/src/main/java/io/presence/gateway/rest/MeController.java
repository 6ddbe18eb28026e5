package io.presence.gateway.rest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.Me;
import io.presence.contracts.ReportResult;
import io.presence.contracts.Status;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.lookup.OwnStatus;
import io.presence.gateway.protocol.StatusReader;
import io.presence.gateway.report.SessionReports;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1/presence/me}: the caller's own status, with or without a session. */
@Tag(name = "own status")
@AnswersProblems
@Controller("/v1/presence/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class MeController {
  private final OwnStatus own;
  private final SessionReports reports;
  private final Sessions sessions;
  private final StatusReader reader;
  private final Budgets budgets;
  private final GatewayClock clock;

  MeController(
      OwnStatus own,
      SessionReports reports,
      Sessions sessions,
      StatusReader reader,
      Budgets budgets,
      GatewayClock clock) {
    this.own = own;
    this.reports = reports;
    this.sessions = sessions;
    this.reader = reader;
    this.budgets = budgets;
    this.clock = clock;
  }

  /**
   * What the body may hold, for those who read the description; {@link StatusReader} tells a field
   * that is null from one that is not there.
   *
   * @param status online, away, busy (or dnd), invisible, offline
   * @param customMessage null clears it
   * @param expiresAt when the status ends by itself
   * @param messageExpiresAt when the message ends by itself
   * @param deviceId the device that the status is said for; all devices if missing
   */
  @Schema(name = "UpdateStatus")
  record UpdateStatus(
      @Nullable String status,
      @Nullable String customMessage,
      @Nullable String expiresAt,
      @Nullable String messageExpiresAt,
      @Nullable String deviceId) {}

  /**
   * The caller's own status.
   *
   * @return what the caller sees of themself
   */
  @Get
  Me ownStatus(HttpRequest<?> request, @Parameter(hidden = true) Caller caller) {
    Budgets.require(budgets.of(request, caller.userId()).lookUp(1));
    try {
      return own.of(caller.userId()).me();
    } catch (LookupUnavailableException e) {
      throw ProblemException.unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Sets status and message, as {@code update_status} does. It begins no session: a status counts
   * once there is one. With a device id it speaks for that device, without one for all: offline
   * signs them off until their next {@code update_status}, connection or heartbeat, anything else
   * signs them on.
   *
   * @return the status as it is now
   */
  @Put
  Me setOwnStatus(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = UpdateStatus.class)))
          @Body
          byte[] body) {
    // Before the body is read: what is no status has to be read, too.
    Budget budget = budgets.of(request, caller.userId());
    Budgets.require(budget.setStatus());
    StatusReader.Setting setting;
    try {
      setting = reader.read(body, clock.now());
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
    Budgets.require(budget.setStatusOf(caller.userId(), setting.device()));
    ReportResult result = reports.set(caller.userId(), setting.device(), setting.edit()).join();
    Me me = result.me();
    if (result.outcome() != ReportResult.Outcome.OK || me == null) {
      throw ProblemException.unavailable("the status cannot be set right now; set it again");
    }
    mark(caller, setting);
    return me;
  }

  /** A session whose device is signed off does not begin again by itself. */
  private void mark(Caller caller, StatusReader.Setting setting) {
    for (Session session : sessions.of(caller.userId())) {
      if (setting.device() == null || setting.device().equals(session.identity().device())) {
        session.signedOff(setting.edit().status() == Status.OFFLINE);
      }
    }
  }
}
