package io.presence.gateway.socket;

import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.CloseCode;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.ErrorCode;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.ReportResult;
import io.presence.contracts.SessionId;
import io.presence.contracts.Watch;
import io.presence.contracts.WireTime;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.ClientChannel;
import io.presence.gateway.channel.Outlet;
import io.presence.gateway.health.Degradation;
import io.presence.gateway.limit.Admissions;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.report.SessionReports;
import io.presence.gateway.session.Identity;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Timing;
import io.presence.gateway.session.TokenRefresh;
import io.presence.web.ProblemException;
import io.presence.web.Tokens;
import io.presence.web.Tokens.Verified;
import io.presence.web.limit.Refusal;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** From a token to a greeted session. Blocks; runs on virtual threads, in the connection's line. */
@Singleton
final class Joining {
  private static final long RETRY_MILLIS = 1_000;

  private final Tokens tokens;
  private final SessionReports reports;
  private final Snapshot snapshot;
  private final FrameWriter frames;
  private final ObjectMapper json;
  private final Timing timing;
  private final TokenRefresh refresh;
  private final GatewayClock clock;
  private final ExecutorService blocking;
  private final Degradation degradation;
  private final Admissions admissions;

  Joining(
      Tokens tokens,
      SessionReports reports,
      Snapshot snapshot,
      FrameWriter frames,
      ObjectMapper json,
      Timing timing,
      TokenRefresh refresh,
      GatewayClock clock,
      Degradation degradation,
      Admissions admissions,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.tokens = tokens;
    this.reports = reports;
    this.snapshot = snapshot;
    this.frames = frames;
    this.json = json;
    this.timing = timing;
    this.refresh = refresh;
    this.clock = clock;
    this.blocking = blocking;
    this.degradation = degradation;
    this.admissions = admissions;
  }

  /** The first frame brought a token. */
  void authenticate(Connection connection, String token, DeviceClaim device, @Nullable Object ref) {
    ClientChannel channel = connection.channel();
    Optional<Verified> verified;
    try {
      verified = tokens.verify(token);
    } catch (ProblemException e) {
      unavailable(channel, String.valueOf(e.getMessage()), RETRY_MILLIS, ref);
      channel.close(CloseCode.OVERLOADED);
      return;
    }
    if (verified.isEmpty()) {
      reject(channel, "the token is not accepted", ref);
      return;
    }
    Budget budget = connection.budget();
    budget.belongsTo(verified.get().caller().userId(), device.deviceId());
    Refusal refusal = budget.begin();
    if (refusal != null) {
      channel.send(
          frames.error(ErrorCode.RATE_LIMITED, refusal.message(), refusal.retryAfterMillis(), ref));
      channel.close(CloseCode.TOO_MANY_FRAMES);
      return;
    }
    long retryAfterMillis = admissions.ofSession();
    if (retryAfterMillis > 0) {
      unavailable(
          channel, "too many clients connect at once: come back later", retryAfterMillis, ref);
      channel.close(CloseCode.OVERLOADED);
      return;
    }
    join(connection, verified.get(), device, ref);
  }

  /** Registers the session here, then with the store; greets; and lets the snapshot follow. */
  void join(Connection connection, Verified token, DeviceClaim device, @Nullable Object ref) {
    Session session =
        new Session(identity(token, device), connection.channel(), timing, clock.millis());
    session.tokenExpires(token.expires(), refresh.reminder(clock.now(), token.expires()));
    if (!connection.register(session)) {
      return;
    }
    ReportResult result = reports.connected(session).join();
    Me me = result.me();
    if (result.outcome() != ReportResult.Outcome.OK || me == null) {
      unavailable(connection.channel(), "sessions cannot begin right now", RETRY_MILLIS, ref);
      connection.channel().close(CloseCode.OVERLOADED);
      return;
    }
    session.greet(frames.authenticated(greeting(session, me), ref), me);
    degradation.greet(session);
    connection.live();
    blocking.execute(() -> snapshot.send(session));
  }

  /** A live client shows a fresh token; until it is verified, the one before it counts. */
  void renew(Session session, String token, @Nullable Object ref) {
    Optional<Verified> verified;
    try {
      verified = tokens.verify(token);
    } catch (ProblemException e) {
      unavailable(session.channel(), String.valueOf(e.getMessage()), RETRY_MILLIS, ref);
      return;
    }
    if (verified.isEmpty()) {
      reject(session.channel(), "the token is not accepted", ref);
    } else if (!verified.get().caller().userId().equals(session.user())) {
      reject(session.channel(), "the token is somebody else's", ref);
    } else {
      Instant expires = verified.get().expires();
      session.tokenExpires(expires, refresh.reminder(clock.now(), expires));
      session.channel().send(frames.authenticated(greeting(session, me(session)), ref));
    }
  }

  private static Identity identity(Verified token, DeviceClaim device) {
    DeviceId deviceId = device.deviceId();
    DeviceType type = device.deviceType();
    Watch watch = device.watch();
    return new Identity(
        token.caller().userId(),
        deviceId == null ? new DeviceId(SessionId.random().value()) : deviceId,
        type == null ? DeviceType.WEB : type,
        device.platform(),
        watch == null ? Watch.CONTACTS : watch);
  }

  private Frames.Authenticated greeting(Session session, Me me) {
    return new Frames.Authenticated(
        session.user(),
        session.id(),
        me,
        timing.heartbeatIntervalMs(),
        timing.idleTimeoutMs(),
        timing.ttlMs(),
        new WireTime(clock.now().toEpochMilli()));
  }

  /** The last the client was told of its own status. */
  private Me me(Session session) {
    return switch (session.me()) {
      case Me me -> me;
      case byte[] frame -> parse(frame);
      case null, default -> throw new IllegalStateException("a greeted session has a status");
    };
  }

  private Me parse(byte[] frame) {
    try {
      return Objects.requireNonNull(json.readValue(frame, MeFrame.class)).data();
    } catch (IOException e) {
      throw new UncheckedIOException("a delivered me_updated cannot be read", e);
    }
  }

  private void reject(Outlet channel, String why, @Nullable Object ref) {
    channel.send(frames.error(ErrorCode.UNAUTHENTICATED, why, null, ref));
    channel.close(CloseCode.TOKEN_REJECTED);
  }

  private void unavailable(
      Outlet channel, String why, long retryAfterMillis, @Nullable Object ref) {
    channel.send(frames.error(ErrorCode.UNAVAILABLE, why, retryAfterMillis, ref));
  }

  /** What of a {@code me_updated} is read. */
  @Serdeable
  record MeFrame(Me data) {}
}
