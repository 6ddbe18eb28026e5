package io.presence.gateway.report;

import io.presence.contracts.DeviceId;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionReport;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/** What a person set beside any session, on its way until a deadline. */
final class PersonSetting implements Report {
  private final SessionReport.PersonSet report;
  private final long deadline;
  private final Answer answer;

  /**
   * @param device null for all
   */
  PersonSetting(
      UserId user, @Nullable DeviceId device, StatusEdit edit, long deadline, Answer answer) {
    this.report = new SessionReport.PersonSet(user, device, edit);
    this.deadline = deadline;
    this.answer = answer;
  }

  @Override
  public UserId user() {
    return report.userId();
  }

  @Override
  public @Nullable SessionReport toSend(long now) {
    return now > deadline ? null : report;
  }

  @Override
  public void answered(ReportResult result) {
    answer.complete(result);
  }

  @Override
  public void givenUp() {
    answer.complete(ReportResult.UNAVAILABLE);
  }
}
