package io.presence.heartbeat;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.EndedSessions;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;

/** Where the heartbeats of gateways arrive. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class HeartbeatController {
  private final ReportIntake intake;
  private final Eviction eviction;

  HeartbeatController(ReportIntake intake, Eviction eviction) {
    this.intake = intake;
    this.eviction = eviction;
  }

  /** From gateways: one answer for each report, in order. 503 when none could be applied. */
  @Hidden
  @Post("/internal/v1/heartbeats")
  ReportResult.Batch heartbeats(@Body ReportBatch batch) {
    try {
      return new ReportResult.Batch(intake.take(batch));
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable(
          "the presence store did not answer; send the batch again, repeating it is harmless", e);
    }
  }

  /**
   * For an administrator, whom a gateway has checked: ends a user's sessions, or the one that is
   * named, at once.
   */
  @Hidden
  @Delete("/internal/v1/sessions/{user}")
  EndedSessions end(UserId user, @QueryValue @Nullable String session) {
    try {
      return eviction.end(user, session == null ? null : new SessionId(session));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("session: " + e.getMessage());
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable(
          "the presence store did not answer; ask again, repeating it is harmless", e);
    }
  }
}
