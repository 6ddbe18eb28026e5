package io.presence.graph.rooms;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.web.Caller;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/users/{id}/rooms}: which rooms a person is in. */
@Tag(name = "rooms")
@AnswersProblems
@Controller("/v1/users/{id}/rooms")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class UserRoomsController {
  private final RoomTable table;

  UserRoomsController(RoomTable table) {
    this.table = table;
  }

  /**
   * The rooms that they are in.
   *
   * @return a page of rooms, by id
   */
  @Get
  Page<RoomOf> roomsOf(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable RoomId after) {
    caller.requireMayRead(id);
    Page.requireLimit(limit);
    return Page.of(table.rooms(id, Page.start(after), limit + 1), limit, RoomOf::roomId);
  }
}
