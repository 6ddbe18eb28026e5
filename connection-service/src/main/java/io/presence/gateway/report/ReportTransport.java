package io.presence.gateway.report;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;

/** heartbeat-function, as gateways see it. Blocks until it has answered. */
@Client(id = "heartbeat")
interface ReportTransport {
  /**
   * @return one result for each report, in the same order
   * @throws io.micronaut.http.client.exceptions.HttpClientException when it did not answer, or
   *     refused; the reports may or may not have been applied
   */
  @Post("/internal/v1/heartbeats")
  ReportResult.Batch send(@Body ReportBatch batch);
}
