package io.presence.gateway.admin;

import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.EndedSessions;
import org.jspecify.annotations.Nullable;

/** heartbeat-function, as far as it ends sessions. Blocks. */
@Client(id = "heartbeat")
interface SessionEnder {
  /**
   * @param session null for all
   */
  @Delete("/internal/v1/sessions/{user}")
  EndedSessions end(@PathVariable String user, @QueryValue @Nullable String session);
}
