package io.presence.heartbeat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.store.StoreSettings;
import io.presence.store.StoreUnavailableException;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.presence.web.limit.Charge;
import io.presence.web.limit.ClientAddress;
import io.presence.web.limit.RateLimits;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For clients without a socket. */
@Tag(name = "heartbeats")
@AnswersProblems
@Controller("/v1/heartbeat")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class ClientController {
  /** Ten times what a heartbeat needs; batches of gateways are why the server takes more. */
  private static final int MAX_BODY_BYTES = 4_096;

  private final Beats beats;
  private final BeatReader reader;
  private final StoreSettings settings;
  private final HeartbeatInterval interval;
  private final RateLimits limits;
  private final ClientAddress addresses;
  private final Clock clock = Clock.systemUTC();

  ClientController(
      Beats beats,
      BeatReader reader,
      StoreSettings settings,
      HeartbeatInterval interval,
      RateLimits limits,
      ClientAddress addresses) {
    this.beats = beats;
    this.reader = reader;
    this.settings = settings;
    this.interval = interval;
    this.limits = limits;
    this.addresses = addresses;
    limits.declare(HeartbeatLimit.values());
  }

  /**
   * A sign of life: what the body may hold, for those who read the description.
   *
   * @param deviceId 1-128 characters of A-Z a-z 0-9 . _ @ -; the same in every call of a device
   * @param deviceType mobile, desktop or web
   * @param active whether the person did something; missing: unknown
   */
  @Schema(name = "Heartbeat")
  record Heartbeat(String deviceId, String deviceType, @Nullable Boolean active) {}

  /**
   * The device lives: it counts as connected until nothing has been heard of it for {@code
   * offline_delay_ms}. Send one every {@code heartbeat_interval_ms}. The answer is what a socket is
   * greeted with.
   *
   * @return the session and the own status, as on a socket, and when to come next
   */
  @Post
  Frames.Authenticated heartbeat(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      @RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = Heartbeat.class)))
          @Body
          byte[] body) {
    // Before the body is read: what is no heartbeat has to be read, too.
    Charge ofUser = new Charge(HeartbeatLimit.HEARTBEATS_PER_USER, caller.userId().value(), 1);
    Charge ofAddress = new Charge(HeartbeatLimit.HEARTBEATS_PER_ADDRESS, addresses.of(request), 1);
    RateLimits.require(limits.takeAll(List.of(ofUser, ofAddress)));
    Beat beat = beat(caller.userId(), body);
    // When the device may beat no more, its user gets theirs back, for other devices; the address
    // has had the work.
    RateLimits.require(
        limits.takeAfter(
            ofUser, HeartbeatLimit.HEARTBEATS_PER_DEVICE, beat.user() + "," + beat.device()));
    Me me;
    try {
      me = beats.take(beat);
    } catch (StoreUnavailableException e) {
      throw ProblemException.unavailable(
          "the presence store did not answer; send the heartbeat again", e);
    }
    return new Frames.Authenticated(
        beat.user(),
        beat.session(),
        me,
        interval.heartbeatIntervalMs(),
        settings.idleTimeout().toMillis(),
        settings.ttl().toMillis(),
        new WireTime(clock.millis()));
  }

  private Beat beat(UserId user, byte[] body) {
    if (body.length > MAX_BODY_BYTES) {
      throw ProblemException.tooLarge(
          "the body may have %d bytes, got %d".formatted(MAX_BODY_BYTES, body.length));
    }
    try {
      return reader.read(user, body);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(String.valueOf(e.getMessage()));
    }
  }
}
