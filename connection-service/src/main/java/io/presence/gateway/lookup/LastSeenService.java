package io.presence.gateway.lookup;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.LastSeen;

/** last-seen-persister, as gateways see it. */
@Client(id = "last-seen")
interface LastSeenService {
  /**
   * @param userIds joined by commas
   */
  @Get("/internal/v1/last-seen")
  LastSeen.Batch lastSeen(@QueryValue("user_ids") String userIds);
}
