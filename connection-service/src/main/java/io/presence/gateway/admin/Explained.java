package io.presence.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.Explanation;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PresenceView;
import io.presence.contracts.SessionId;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /v1/admin/explain}.
 *
 * @param seen what the viewer would get now
 * @param truth how things are
 * @param reasons why the one follows from the other: first the graph's, then the subject's state,
 *     then how the viewer is told
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record Explained(
    UserId viewer,
    UserId subject,
    PresenceView seen,
    Truth truth,
    List<Explanation.Reason> reasons) {
  public Explained {
    reasons = List.copyOf(reasons);
  }

  /**
   * The subject as the store and the graph have them.
   *
   * @param sight how much the viewer may see
   * @param status merged, {@code invisible} included
   * @param handStatus as set by hand
   * @param lastSeen when they were last heard or signed off; null for never
   * @param changedAt when the last change was committed, and {@code cause} why
   * @param sessions that have not ended, newest first
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Truth(
      Sight sight,
      boolean contact,
      long graphVersion,
      Status status,
      @Nullable Status handStatus,
      @Nullable WireTime handExpiresAt,
      @Nullable String customMessage,
      @Nullable WireTime lastSeen,
      long version,
      @Nullable WireTime changedAt,
      @Nullable String cause,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<LiveSession> sessions) {
    public Truth {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * One session.
   *
   * @param lastHeard when its lease was last renewed for
   * @param leaseUntil when it ends unless it is heard
   * @param gatewayAlive whether the gateway that holds its socket says that it lives
   * @param lost whether its connection ended without a goodbye
   * @param signedOff whether its device is signed off
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record LiveSession(
      SessionId sessionId,
      DeviceId deviceId,
      DeviceType deviceType,
      GatewayId gateway,
      boolean gatewayAlive,
      WireTime lastHeard,
      WireTime lastActive,
      WireTime leaseUntil,
      boolean lost,
      boolean signedOff) {}
}
