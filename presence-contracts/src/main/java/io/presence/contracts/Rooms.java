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
}
