package io.presence.gateway.admin;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.EvictionNote;

/** friend-graph-service, as far as it keeps the audit. Blocks. */
@Client(id = "friend-graph")
interface AuditTrail {
  @Post("/internal/v1/audit/evictions")
  void note(@Body EvictionNote note);
}
