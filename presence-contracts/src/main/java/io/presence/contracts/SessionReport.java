package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway reports of a session, in batches to {@code POST /internal/v1/heartbeats}. Reports
 * of one user are applied in the order of the batch. Every report names the session, and one of a
 * session that has ended changes nothing ({@link ReportResult.Outcome#ENDED}), so that late and
 * repeated batches are harmless.
 *
 * <p>Ages are milliseconds between what happened and the sending of the batch: receivers subtract
 * them from their own clock, so that the clocks of gateways never matter.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionReport.Connected.class, name = "connected"),
  @JsonSubTypes.Type(value = SessionReport.Heard.class, name = "heard"),
  @JsonSubTypes.Type(value = SessionReport.Active.class, name = "active"),
  @JsonSubTypes.Type(value = SessionReport.StatusSet.class, name = "status_set"),
  @JsonSubTypes.Type(value = SessionReport.PersonSet.class, name = "person_set"),
  @JsonSubTypes.Type(value = SessionReport.Closed.class, name = "closed"),
  @JsonSubTypes.Type(value = SessionReport.Lost.class, name = "lost")
})
@Serdeable(naming = SnakeCaseStrategy.class)
public sealed interface SessionReport {
  UserId userId();

  SessionId sessionId();

  /** The same, sent so much later: what it says of long ago, was by then longer ago. */
  default SessionReport sentLater(long millis) {
    return this;
  }

  private static @Nullable Long later(@Nullable Long ageMillis, long millis) {
    return ageMillis == null ? null : Long.valueOf(ageMillis + millis);
  }

  /**
   * A session begins: it is entered into the registry and its device, if signed off, is signed on.
   * Idempotent.
   *
   * @param platform free text of the client, at most 64 characters; null when not given
   * @param activeAgeMillis how long ago its person did something, for a session that begins again
   *     because the store has lost or ended it; null for a new one, whose person is there
   * @param heardAgeMillis how long ago it was heard; null for just now
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Connected(
      UserId userId,
      SessionId sessionId,
      DeviceId deviceId,
      DeviceType deviceType,
      @Nullable String platform,
      GatewayId gatewayId,
      Watch watch,
      @Nullable Long activeAgeMillis,
      @Nullable Long heardAgeMillis)
      implements SessionReport {
    /** Just heard. */
    public Connected(
        UserId userId,
        SessionId sessionId,
        DeviceId deviceId,
        DeviceType deviceType,
        @Nullable String platform,
        GatewayId gatewayId,
        Watch watch,
        @Nullable Long activeAgeMillis) {
      this(
          userId,
          sessionId,
          deviceId,
          deviceType,
          platform,
          gatewayId,
          watch,
          activeAgeMillis,
          null);
    }

    /** A new session. */
    public Connected(
        UserId userId,
        SessionId sessionId,
        DeviceId deviceId,
        DeviceType deviceType,
        @Nullable String platform,
        GatewayId gatewayId,
        Watch watch) {
      this(userId, sessionId, deviceId, deviceType, platform, gatewayId, watch, null, null);
    }

    @Override
    public SessionReport sentLater(long millis) {
      return new Connected(
          userId,
          sessionId,
          deviceId,
          deviceType,
          platform,
          gatewayId,
          watch,
          later(activeAgeMillis, millis),
          later(heardAgeMillis, millis));
    }
  }

  /**
   * The session was heard: its lease is renewed. The hot path.
   *
   * @param ageMillis how long ago
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Heard(UserId userId, SessionId sessionId, long ageMillis) implements SessionReport {
    @Override
    public SessionReport sentLater(long millis) {
      return new Heard(userId, sessionId, ageMillis + millis);
    }
  }

  /**
   * The person did something on the session: its activity time moves, and the lease is renewed.
   *
   * @param ageMillis how long ago
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Active(UserId userId, SessionId sessionId, long ageMillis) implements SessionReport {
    @Override
    public SessionReport sentLater(long millis) {
      return new Active(userId, sessionId, ageMillis + millis);
    }
  }

  /**
   * The person set their status or message on the session. {@code offline} signs the session's
   * device off, with all its sessions; but when one of them began after it was said, only the
   * session that it was said on ends.
   *
   * @param ageMillis how long ago it was said, at most; null for just now
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StatusSet(UserId userId, SessionId sessionId, StatusEdit edit, @Nullable Long ageMillis)
      implements SessionReport {
    /** Said just now. */
    public StatusSet(UserId userId, SessionId sessionId, StatusEdit edit) {
      this(userId, sessionId, edit, null);
    }

    @Override
    public SessionReport sentLater(long millis) {
      return new StatusSet(userId, sessionId, edit, later(ageMillis, millis));
    }
  }

  /**
   * The person set their status or message beside any session: over REST, connected or not. It
   * speaks for a device's sessions, or for all: {@code offline} signs them off, anything else signs
   * them on and counts as activity; none is renewed. A person unknown to the store is known after
   * it.
   *
   * @param deviceId null for all devices
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PersonSet(UserId userId, @Nullable DeviceId deviceId, StatusEdit edit)
      implements SessionReport {
    private static final SessionId NO_SESSION = new SessionId("none");

    /** None: the report is fenced by nothing, since it is the person who speaks. */
    @Override
    public SessionId sessionId() {
      return NO_SESSION;
    }
  }

  /**
   * The client said goodbye (close 1000), or an administrator ended it: this session ends at once.
   *
   * @param expelled true when an administrator ended it, and its person was last seen when it was
   *     last heard; null when the client did, and its person was there until now
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Closed(UserId userId, SessionId sessionId, @Nullable Boolean expelled)
      implements SessionReport {
    /** A goodbye. */
    public Closed(UserId userId, SessionId sessionId) {
      this(userId, sessionId, null);
    }

    /** For history: how the session ended. */
    public SessionEnd how() {
      return Boolean.TRUE.equals(expelled) ? SessionEnd.EXPELLED : SessionEnd.CLOSED;
    }
  }

  /**
   * The connection ended without a goodbye: the session lapses one TTL later, unless its device has
   * connected again by then.
   *
   * @param ageMillis how long ago
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record Lost(UserId userId, SessionId sessionId, long ageMillis) implements SessionReport {
    @Override
    public SessionReport sentLater(long millis) {
      return new Lost(userId, sessionId, ageMillis + millis);
    }
  }
}
