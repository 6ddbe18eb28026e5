package io.presence.graph.rooms;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.web.Caller;
import io.presence.web.ProblemException;

/** {@code /v1/rooms/{id}/members[/{user}]}: says clearly that it is not there. */
@Controller("/v1/rooms/{id}/members")
@Secured(SecurityRule.IS_AUTHENTICATED)
class RoomsController {
  @Get
  void list(Caller caller, String id) {
    throw notOffered(caller);
  }

  @Put("/{user}")
  void put(Caller caller, String id, String user) {
    throw notOffered(caller);
  }

  @Delete("/{user}")
  void delete(Caller caller, String id, String user) {
    throw notOffered(caller);
  }

  private static ProblemException notOffered(Caller caller) {
    caller.requireAdmin();
    return ProblemException.notOffered("membership of rooms");
  }
}
