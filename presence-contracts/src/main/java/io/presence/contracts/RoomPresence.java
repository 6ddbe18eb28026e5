package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * What one viewer is told of a whole room: {@code data} of {@code presence_aggregated}, and the
 * answer of {@code GET /v1/rooms/{id}/presence}. Counts and sample hold only those whom this viewer
 * may see (invariant Non-interference); the viewer counts themself.
 *
 * @param members all who are in the room, seen or not
 * @param sample at most {@value #SAMPLE} who are online, never the viewer
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RoomPresence(
    RoomId roomId, int online, int away, int busy, int members, List<Rooms.Member> sample) {
  public static final int SAMPLE = 5;

  public RoomPresence {
    sample = List.copyOf(sample);
  }
}
