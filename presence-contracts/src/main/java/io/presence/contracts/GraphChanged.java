package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Who may see whom has changed: the record on {@link Topics#GRAPH_CHANGES}, keyed by user id, at
 * least once. A hint: it carries no answer, receivers drop what they cached and ask again.
 *
 * @param userId whose relations or settings changed
 * @param otherId the other person of the pair, when the change concerns only these two (contact,
 *     block); null when it may concern everybody who could see {@code userId} or whom {@code
 *     userId} could see (privacy, import, deletion)
 * @param roomId the room that {@code userId} has joined or left; null for every other change. Then
 *     {@code otherId} is {@code userId}, since nobody sees anybody better or worse for it: a
 *     receiver that knows nothing of rooms looks at nobody else
 * @param version the graph version of {@code userId} that includes the change
 * @param pullOnly set when the audience of {@code userId} has crossed the push limit: true when its
 *     viewers are not pushed to from here on, false when they are again. Nobody sees anybody better
 *     or worse for it, but whoever was told of {@code userId} is told whether that is live; null
 *     for every other change
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GraphChanged(
    UserId userId,
    @Nullable UserId otherId,
    @Nullable RoomId roomId,
    long version,
    @Nullable Boolean pullOnly) {

  /** A change of relations or settings. */
  public GraphChanged(UserId userId, @Nullable UserId otherId, long version) {
    this(userId, otherId, null, version);
  }

  /** A change of relations, settings or rooms. */
  public GraphChanged(
      UserId userId, @Nullable UserId otherId, @Nullable RoomId roomId, long version) {
    this(userId, otherId, roomId, version, null);
  }
}
