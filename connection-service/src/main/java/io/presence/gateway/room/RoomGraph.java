package io.presence.gateway.room;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.Rooms;

/** friend-graph-service, as far as gateways ask it about rooms. Blocks its caller. */
@Client(id = "friend-graph")
interface RoomGraph {
  @Get("/internal/v1/rooms/{room}/membership/{user}")
  Rooms.Membership membership(@PathVariable String room, @PathVariable String user);

  /** Those of the people who are members. */
  @Post("/internal/v1/rooms/{room}/seats")
  Rooms.Seats seats(@PathVariable String room, @Body Rooms.People people);

  @Get("/internal/v1/rooms/{room}/members")
  Rooms.MembersPage members(@PathVariable String room, @QueryValue int limit);
}
