package io.presence.heartbeat;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.store.StoreUnavailableException;
import io.presence.web.ProblemException;

/** Where heartbeats arrive. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class HeartbeatController {
  private final ReportIntake intake;

  HeartbeatController(ReportIntake intake) {
    this.intake = intake;
  }

  /** From gateways: one answer for each report, in order. 503 when none could be applied. */
  @Post("/internal/v1/heartbeats")
  ReportResult.Batch heartbeats(@Body ReportBatch batch) {
    try {
      return new ReportResult.Batch(intake.take(batch.reports()));
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable(
          "the presence store did not answer; send the batch again, repeating it is harmless", e);
    }
  }

  /** The place for clients without a socket. */
  @SuppressWarnings("DoNotCallSuggester") // the server calls it
  @Post("/v1/heartbeat")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  void heartbeat() {
    throw ProblemException.notOffered("POST /v1/heartbeat, for clients without a socket,");
  }
}
