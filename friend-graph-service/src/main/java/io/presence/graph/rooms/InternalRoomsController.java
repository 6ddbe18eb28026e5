package io.presence.graph.rooms;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /internal/v1/rooms}: for services, by their key. */
@Hidden
@Controller("/internal/v1/rooms/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
class InternalRoomsController {
  private final RoomTable table;
  private final RoomCounts counts;

  InternalRoomsController(RoomTable table, RoomCounts counts) {
    this.table = table;
    this.counts = counts;
  }

  /** A page with how many there are in all; a room that does not exist has none. */
  @Get("/members")
  Rooms.MembersPage members(
      RoomId id,
      @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    Page.requireLimit(limit);
    int members = counts.of(id);
    List<Rooms.Member> rows =
        table.members(id, Page.start(after), limit + 1).stream()
            .map(member -> new Rooms.Member(member.userId(), member.name()))
            .toList();
    Page<Rooms.Member> page = Page.of(rows, limit, Rooms.Member::userId);
    return new Rooms.MembersPage(id, members, page.items(), page.next(UserId::new));
  }

  /** The same steps for a room that does not exist as for one that the person is not in. */
  @Get("/membership/{user}")
  Rooms.Membership membership(RoomId id, UserId user) {
    return new Rooms.Membership(id, user, counts.of(id), table.find(id, user).isPresent());
  }
}
