package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A transition of one person: the record on {@link Topics#PRESENCE_CHANGES}, keyed by user id, at
 * least once. Consumers order by {@code version}, never by offset: newer wins. Internal truth: it
 * may say {@code invisible}.
 *
 * @param userId who changed
 * @param version {@code max(previous + 1, at)}: the subject's next version
 * @param at epoch milliseconds of the subject's Redis node when the change was committed
 * @param cause why
 * @param state after the change; its last seen is {@code at} while somebody could see them, else
 *     the frozen moment
 * @param before the state that this change replaced; null when it is not known though viewers may
 *     notice (a {@link Cause#REPUBLISHED} record, a user new to Redis): then they are told in any
 *     case, of how the person stands when they are told
 * @param hand what the person has set by hand, whole; last-seen-persister keeps it
 * @param sessionId the session that caused it; null when time or the person at large did
 * @param nextTimer when time alone will change the person next, epoch milliseconds; null for never
 * @param sessions their sessions, for analytics; null when whoever wrote the record did not know of
 *     it. A session that begins or ends is a change of its own, also when nobody could notice: then
 *     {@code before} equals {@code state}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PresenceChanged(
    UserId userId,
    long version,
    long at,
    Cause cause,
    PersonState state,
    @Nullable PersonState before,
    HandSet hand,
    @Nullable SessionId sessionId,
    @Nullable Long nextTimer,
    @Nullable SessionFacts sessions) {

  /** One that says nothing of sessions. */
  public PresenceChanged(
      UserId userId,
      long version,
      long at,
      Cause cause,
      PersonState state,
      @Nullable PersonState before,
      HandSet hand,
      @Nullable SessionId sessionId,
      @Nullable Long nextTimer) {
    this(userId, version, at, cause, state, before, hand, sessionId, nextTimer, null);
  }

  /** Whether any viewer could notice. */
  public boolean canBeSeen() {
    return before == null || Visibility.differs(before, state);
  }
}
