package io.presence.expiry.rooms;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.annotation.Client;
import io.presence.contracts.Rooms;
import org.jspecify.annotations.Nullable;

/** friend-graph-service, as far as it is asked about rooms. Blocks its caller. */
@Client("friend-graph")
interface RoomGraphClient {
  @Get("/internal/v1/rooms/{room}/seats")
  Rooms.Seats seats(String room, @QueryValue int limit, @QueryValue @Nullable String after);

  @Post("/internal/v1/rooms/{room}/seats")
  Rooms.Seats seats(String room, @Body Rooms.People people);

  @Post("/internal/v1/rooms/{room}/relations")
  Rooms.Relations relations(String room, @Body Rooms.Viewers viewers);

  /** A page of the members: only how many there are is looked at. */
  @Get("/internal/v1/rooms/{room}/members?limit=1")
  Rooms.MembersPage members(String room);
}
