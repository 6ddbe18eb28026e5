package io.presence.lastseen.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.DeviceType;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.WireTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody.
 *
 * @param until null while it lasts
 * @param ended how it ended; null while it lasts
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record SessionItem(
    SessionId sessionId,
    DeviceType deviceType,
    WireTime from,
    @Nullable WireTime until,
    @Nullable SessionEnd ended) {
  /** The newest first. */
  static final Comparator<SessionItem> ORDER =
      Comparator.comparing(SessionItem::from).thenComparing(SessionItem::sessionId).reversed();

  static SessionItem of(SessionFacts.Open open) {
    return new SessionItem(
        open.sessionId(), open.deviceType(), new WireTime(open.from()), null, null);
  }

  /**
   * A page of sessions, the newest first.
   *
   * @param next pass as {@code after} for the next page; absent at the end
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<SessionItem> items, @Nullable String next) {
    Page {
      items = List.copyOf(items);
    }
  }
}
