package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the client protocol {@code presence.v1}: event names and what the server sends as
 * {@code data}. A frame is {@code {"event", "data", "ref"?}}; one with a {@code ref} gets exactly
 * one answer with that {@code ref}.
 */
public final class Frames {
  /** The subprotocol's name. */
  public static final String PROTOCOL = "presence.v1";

  /** Characters of a {@code ref}. */
  public static final int MAX_REF_LENGTH = 64;

  /**
   * Ids in one {@code get_presence} or {@code subscribe_presence}, and items in one {@code
   * presence_info}.
   */
  public static final int MAX_USER_IDS = 500;

  private Frames() {}

  /** Events that clients send. */
  public static final class Client {
    public static final String AUTHENTICATE = "authenticate";
    public static final String HEARTBEAT = "heartbeat";
    public static final String UPDATE_STATUS = "update_status";
    public static final String GET_PRESENCE = "get_presence";
    public static final String SUBSCRIBE_PRESENCE = "subscribe_presence";
    public static final String UNSUBSCRIBE_PRESENCE = "unsubscribe_presence";
    public static final String SUBSCRIBE_ROOM = "subscribe_room";
    public static final String UNSUBSCRIBE_ROOM = "unsubscribe_room";

    private Client() {}
  }

  /** Events that the server sends. */
  public static final class Server {
    public static final String AUTHENTICATED = "authenticated";
    public static final String ACK = "ack";
    public static final String PRESENCE_INFO = "presence_info";
    public static final String PRESENCE_UPDATED = "presence_updated";
    public static final String PRESENCE_AGGREGATED = "presence_aggregated";
    public static final String ME_UPDATED = "me_updated";
    public static final String RECONNECT = "reconnect";
    public static final String DEGRADED = "degraded";
    public static final String ERROR = "error";

    private Server() {}
  }

  /**
   * A frame that the server sends.
   *
   * @param data one of the records here, or {@code null} for a bare {@code ack}
   * @param ref of the frame that it answers, as the client wrote it: a string or a number; absent
   *     when unasked
   * @param last true on the last frame of the snapshot; absent elsewhere
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Outbound(
      String event, @Nullable Object data, @Nullable Object ref, @Nullable Boolean last) {
    public static Outbound of(String event, Object data) {
      return new Outbound(event, data, null, null);
    }

    public static Outbound answer(String event, @Nullable Object data, @Nullable Object ref) {
      return new Outbound(event, data, ref, null);
    }
  }

  /** {@code data} of {@code authenticated}. Durations are what this deployment is set to. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Authenticated(
      UserId userId,
      SessionId sessionId,
      Me me,
      long heartbeatIntervalMs,
      long idleTimeoutMs,
      long offlineDelayMs,
      WireTime serverTime) {}

  /** {@code data} of an {@code ack} to {@code update_status}. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record AckMe(Me me) {}

  /** {@code data} of {@code error}. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Problem(ErrorCode code, String message, @Nullable Long retryAfterMs) {}

  /**
   * {@code data} of {@code reconnect}: the server is going away.
   *
   * @param afterMs when to connect anew, another time for each client; the socket is closed then at
   *     the latest
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Reconnect(long afterMs, String reason) {}

  /**
   * {@code data} of {@code degraded}: how old what the client holds may be.
   *
   * @param level {@code live}, {@code delayed} or {@code stale}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  public record Degraded(String level, String reason) {}

  /** A page of {@code GET /v1/presence} and {@code GET /v1/presence/contacts}. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PresencePage(
      @JsonInclude(JsonInclude.Include.ALWAYS) List<PresenceView> items, @Nullable UserId next) {}
}
