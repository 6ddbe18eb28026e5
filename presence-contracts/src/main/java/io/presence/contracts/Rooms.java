package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What friend-graph-service answers to the other services about rooms. */
public final class Rooms {
  private Rooms() {}

  /**
   * Somebody in a room.
   *
   * @param name null when nobody has set one
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Member(UserId userId, @Nullable String name) {}

  /**
   * {@code GET /internal/v1/rooms/{id}/members?limit&after}: a page of the members by id.
   *
   * @param members how many there are in all, as of this page; 0 for a room that does not exist
   * @param next pass as {@code after} for the next page; absent at the end
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MembersPage(
      RoomId roomId,
      int members,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Member> items,
      @Nullable UserId next) {
    public static final int MAX_LIMIT = 500;

    public MembersPage {
      items = List.copyOf(items);
    }
  }

  /**
   * {@code GET /internal/v1/rooms/{id}/membership/{user}}: whether somebody is in the room.
   *
   * @param members how many are; 0 for a room that does not exist
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Membership(RoomId roomId, UserId userId, int members, boolean member) {}

  /**
   * A member, as whoever counts the room needs them.
   *
   * @param open whether somebody who has nothing to do with them may see their status
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Seat(UserId userId, @Nullable String name, boolean open) {}

  /**
   * {@code GET /internal/v1/rooms/{id}/seats?limit&after}: a page of the members by id; and {@code
   * POST} there with a {@link People}: those of them who are members.
   *
   * @param next pass as {@code after} for the next page; absent at the end
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Seats(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Seat> items, @Nullable UserId next) {
    public static final int MAX_LIMIT = 5_000;

    public Seats {
      items = List.copyOf(items);
    }
  }

  /**
   * @param userIds at most {@value #MAX}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record People(List<UserId> userIds) {
    public static final int MAX = 500;

    public People {
      userIds = List.copyOf(userIds);
    }
  }

  /**
   * {@code POST /internal/v1/rooms/{id}/relations}: which members these viewers have something to
   * do with: themselves, contacts, blocks and exceptions, in either direction. Of two members each
   * is among the other's, or neither is.
   *
   * @param viewers at most {@value #MAX_VIEWERS}, members or not
   * @param after the {@code next} of the page before; null for the first
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Viewers(List<UserId> viewers, @Nullable Place after) {
    public static final int MAX_VIEWERS = 100;

    public Viewers {
      viewers = List.copyOf(viewers);
    }
  }

  /** Where a page of relations ends. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Place(UserId viewer, UserId userId) {}

  /**
   * A viewer and a member who have something to do with each other.
   *
   * @param sight what the viewer may see of the member
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Relation(UserId viewer, UserId userId, Sight sight) {}

  /**
   * The answer to {@link Viewers}: by viewer, then by member. A viewer who is in the room is among
   * their own; whoever is a stranger to all members is not there at all.
   *
   * @param next absent at the end
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Relations(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Relation> items, @Nullable Place next) {
    public static final int PAGE = 5_000;

    public Relations {
      items = List.copyOf(items);
    }
  }
}
