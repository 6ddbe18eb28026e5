package io.presence.gateway.admin;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.Explanation;

/** friend-graph-service, as far as it explains. Blocks. */
@Client(id = "friend-graph")
interface GraphReasons {
  @Get("/internal/v1/explain")
  Explanation.OfGraph explain(@QueryValue String viewer, @QueryValue String subject);
}
