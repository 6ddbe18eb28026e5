package io.presence.graph.sights;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import io.presence.graph.Page;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /internal/v1/rooms}: what whoever counts a room must know, so that nobody is counted for a
 * viewer who may not see them. For services, by their key.
 */
@Hidden
@Controller("/internal/v1/rooms/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
class RoomSightsController {
  private final RoomFactReader facts;

  RoomSightsController(RoomFactReader facts) {
    this.facts = facts;
  }

  /** A page of the members, each with what strangers see. */
  @Get("/seats")
  Rooms.Seats seats(
      RoomId id,
      @QueryValue(defaultValue = "" + Rooms.Seats.MAX_LIMIT) int limit,
      @QueryValue @Nullable UserId after) {
    if (limit < 1 || limit > Rooms.Seats.MAX_LIMIT) {
      throw ProblemException.invalid(
          "limit must be 1-%d, got %d".formatted(Rooms.Seats.MAX_LIMIT, limit));
    }
    Page<Rooms.Seat> page =
        Page.of(facts.seats(id, Page.start(after), limit + 1), limit, Rooms.Seat::userId);
    return new Rooms.Seats(page.items(), page.next(UserId::new));
  }

  /** Those of these people who are members. */
  @Post("/seats")
  Rooms.Seats seats(RoomId id, @Body Rooms.People people) {
    if (people.userIds().size() > Rooms.People.MAX) {
      throw ProblemException.invalid(
          "user_ids must be at most %d, got %d"
              .formatted(Rooms.People.MAX, people.userIds().size()));
    }
    return new Rooms.Seats(facts.seats(id, people.userIds()), null);
  }

  /** The members whom these viewers are no strangers to. */
  @Post("/relations")
  Rooms.Relations relations(RoomId id, @Body Rooms.Viewers viewers) {
    if (viewers.viewers().size() > Rooms.Viewers.MAX_VIEWERS) {
      throw ProblemException.invalid(
          "viewers must be at most %d, got %d"
              .formatted(Rooms.Viewers.MAX_VIEWERS, viewers.viewers().size()));
    }
    int limit = Rooms.Relations.PAGE;
    List<Rooms.Relation> rows = facts.relations(id, viewers.viewers(), viewers.after(), limit + 1);
    if (rows.size() <= limit) {
      return new Rooms.Relations(rows, null);
    }
    List<Rooms.Relation> items = rows.subList(0, limit);
    Rooms.Relation last = items.getLast();
    return new Rooms.Relations(items, new Rooms.Place(last.viewer(), last.userId()));
  }
}
