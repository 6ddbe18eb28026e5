package io.presence.graph.rooms;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.graph.Reads;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/rooms/{id}/members}: admins write, support reads. */
@Tag(name = "rooms")
@AnswersProblems
@Controller("/v1/rooms/{id}/members")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class RoomsController {
  private final RoomTable table;
  private final RoomCounts counts;
  private final Memberships memberships;

  RoomsController(RoomTable table, RoomCounts counts, Memberships memberships) {
    this.table = table;
    this.counts = counts;
    this.memberships = memberships;
  }

  /**
   * Who is in the room, for admins and support. 404 if nobody is: then there is no room.
   *
   * @return a page of members, by id
   * @throws ProblemException as said
   */
  @Get
  Page<RoomMember> members(
      @Parameter(hidden = true) Caller caller,
      RoomId id,
      @Parameter(required = false) @QueryValue(defaultValue = Page.DEFAULT_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    Reads.requireSupport(caller);
    Page.requireLimit(limit);
    List<RoomMember> rows = table.members(id, Page.start(after), limit + 1);
    if (rows.isEmpty() && counts.of(id) == 0) {
      throw ProblemException.notFound("room " + id + " does not exist: nobody is in it");
    }
    return Page.of(rows, limit, RoomMember::userId);
  }

  /**
   * Whether somebody is in the room, for admins and support: 404 if not.
   *
   * @return since when they are in it
   */
  @Get("/{user}")
  RoomMember member(@Parameter(hidden = true) Caller caller, RoomId id, UserId user) {
    Reads.requireSupport(caller);
    return table
        .find(id, user)
        .orElseThrow(() -> ProblemException.notFound(user + " is not in room " + id));
  }

  /** Adds somebody; the first member makes the room. Idempotent. */
  @Put("/{user}")
  @Status(HttpStatus.NO_CONTENT)
  void addMember(@Parameter(hidden = true) Caller caller, RoomId id, UserId user) {
    caller.requireAdmin();
    memberships.add(caller, id, List.of(user));
  }

  /**
   * Adds many, all of them or none; those who are in the room already stay. Safe to repeat.
   *
   * @return how many were new
   */
  @Post
  Added addMembers(@Parameter(hidden = true) Caller caller, RoomId id, @Body Members members) {
    caller.requireAdmin();
    Set<UserId> users = members.require();
    int added = memberships.add(caller, id, users);
    return new Added(added, users.size() - added);
  }

  /** Takes somebody out; the last one who leaves takes the room away. Idempotent. */
  @Delete("/{user}")
  @Status(HttpStatus.NO_CONTENT)
  void removeMember(@Parameter(hidden = true) Caller caller, RoomId id, UserId user) {
    caller.requireAdmin();
    memberships.remove(caller, id, user);
  }

  /**
   * What POST takes.
   *
   * @param userIds 1-500
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Members(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false)
          @Nullable List<UserId> userIds) {
    static final int MAX = 500;

    Set<UserId> require() {
      if (userIds == null || userIds.isEmpty() || userIds.size() > MAX) {
        throw ProblemException.invalid(
            "user_ids must be a list of 1-%d ids, got %s"
                .formatted(MAX, userIds == null ? "none" : userIds.size()));
      }
      return new LinkedHashSet<>(userIds);
    }
  }

  /**
   * What POST answers.
   *
   * @param added who were not in the room before
   * @param present who were
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Added(int added, int present) {}
}
