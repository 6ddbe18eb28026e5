package io.presence.gateway.lookup;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.Sights;
import org.jspecify.annotations.Nullable;

/** friend-graph-service, as gateways see it. */
@Client(id = "friend-graph")
public interface FriendGraph {
  @Post("/internal/v1/sights")
  Sights.Answer sights(@Body Sights.Question question);

  @Post("/internal/v1/viewers")
  Sights.ViewersAnswer viewers(@Body Sights.ViewersQuestion question);

  /**
   * @param after the last id of the page before; null for the first page
   */
  @Get("/internal/v1/contacts/{viewer}")
  Sights.ContactsPage contacts(
      @PathVariable String viewer, @QueryValue int limit, @QueryValue @Nullable String after);
}
