package io.presence.expiry.fanout;

import io.micronaut.http.annotation.Get;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.Sights;

/** friend-graph-service, as far as the worker asks it. Blocks its caller. */
@Client("friend-graph")
interface FriendGraphClient {
  @Get("/internal/v1/audience/{user}")
  Sights.AudienceOf audience(String user);
}
