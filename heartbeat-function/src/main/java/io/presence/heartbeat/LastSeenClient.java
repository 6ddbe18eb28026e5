package io.presence.heartbeat;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.LastSeen;

/** last-seen-persister, as far as this service asks it. Blocks its caller. */
@Client("last-seen")
interface LastSeenClient {
  /**
   * @param userIds joined by commas
   */
  @Get("/internal/v1/last-seen")
  LastSeen.Batch lastSeen(@QueryValue("user_ids") String userIds);
}
