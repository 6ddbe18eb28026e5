package io.presence.store.redis;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.store.Applied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a script that may change a person answers; each script's header says which fields. */
@Serdeable(naming = SnakeCaseStrategy.class)
record ScriptReply(
    String outcome,
    @Nullable Status status,
    @Nullable HandSet hand,
    @Nullable PresenceChanged change,
    @Nullable List<Evicted> evicted,
    @Nullable List<SessionId> sessions,
    @Nullable Boolean unknown,
    @Nullable Long late,
    @Nullable Long next) {

  /** The person's own status after it; null when the script does not say. */
  @Nullable Me me() {
    return status == null ? null : Me.of(status, hand == null ? HandSet.NOTHING : hand);
  }

  List<Applied.Evicted> gaveWay() {
    return evicted == null
        ? List.of()
        : evicted.stream().map(e -> new Applied.Evicted(e.sessionId, e.gatewayId)).toList();
  }

  /** A session that gave way. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Evicted(SessionId sessionId, GatewayId gatewayId) {}
}
