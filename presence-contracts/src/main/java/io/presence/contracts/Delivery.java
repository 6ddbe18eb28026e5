package io.presence.contracts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One record on {@link Topics#PRESENCE_DELIVERIES}: what it is and for whom in the headers, the
 * encoded frame as the value, so that a gateway forwards bytes without parsing them.
 *
 * @param gateway the incarnation that it is for; any other one skips it
 * @param kind what the gateway does with it
 * @param subject whom it is about; for {@link Kind#ROOM} the id of the room, which is spelled alike
 * @param version of the change
 * @param viewers who may get it; a gateway sends it to those that are connected to it and watch the
 *     subject
 * @param session the session to close, for {@link Kind#EVICT} and {@link Kind#EXPEL}; the session
 *     that need not be told again, for {@link Kind#ME}
 * @param anew whether viewers may know it already, because the change was made without knowing what
 *     was before: whoever was told the same is not told again
 * @param deadline when the subject had to count as gone, epoch milliseconds; null when the change
 *     was not made by that
 */
public record Delivery(
    GatewayId gateway,
    Kind kind,
    UserId subject,
    long version,
    List<UserId> viewers,
    @Nullable SessionId session,
    boolean anew,
    @Nullable Long deadline) {
  private static final String GATEWAY = "g";
  private static final String KIND = "k";
  private static final String SUBJECT = "u";
  private static final String VERSION = "v";
  private static final String VIEWERS = "to";
  private static final String SESSION = "s";
  private static final String ANEW = "n";
  private static final String DEADLINE = "d";

  /** What a delivery is. */
  public enum Kind {
    /** {@code presence_updated} of the subject, for the viewers. */
    PRESENCE,
    /**
     * No frame but the subject's {@link PersonState} after the change, for a gateway with sessions
     * that watch the subject explicitly: it asks who of them may see what. The viewers are empty.
     */
    WATCHED,
    /** {@code me_updated} of the subject, for the subject's own sessions. */
    ME,
    /** No frame: close the subject's session, it gave way to a newer one. */
    EVICT,
    /** No frame: an administrator ended the subject's session, or without one, all of them. */
    EXPEL,
    /**
     * {@code presence_aggregated} of a room: {@link RoomFrames}, with the viewers inside; the
     * header names none.
     */
    ROOM
  }

  /** One whose viewers do not know it yet. */
  public Delivery(
      GatewayId gateway,
      Kind kind,
      UserId subject,
      long version,
      List<UserId> viewers,
      @Nullable SessionId session) {
    this(gateway, kind, subject, version, viewers, session, false, null);
  }

  public Delivery {
    viewers = List.copyOf(viewers);
  }

  /** The record's headers, in a fixed order. */
  public Map<String, byte[]> headers() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(GATEWAY, utf8(gateway.value()));
    headers.put(KIND, utf8(kind.name().toLowerCase(Locale.ROOT)));
    headers.put(SUBJECT, utf8(subject.value()));
    headers.put(VERSION, utf8(Long.toString(version)));
    headers.put(VIEWERS, utf8(join(viewers)));
    if (session != null) {
      headers.put(SESSION, utf8(session.value()));
    }
    if (anew) {
      headers.put(ANEW, utf8("1"));
    }
    if (deadline != null) {
      headers.put(DEADLINE, utf8(Long.toString(deadline)));
    }
    return headers;
  }

  /**
   * Reads a record's headers.
   *
   * @param header the value of a header by name, or null
   * @param self the incarnation that reads
   * @return empty when the record is for another gateway; the viewers are then not even parsed
   * @throws IllegalArgumentException when a header is missing or malformed
   */
  public static Optional<Delivery> read(
      Function<String, byte @Nullable []> header, GatewayId self) {
    String gateway = text(header, GATEWAY);
    if (!gateway.equals(self.value())) {
      return Optional.empty();
    }
    byte @Nullable [] session = header.apply(SESSION);
    return Optional.of(
        new Delivery(
            self,
            Kind.valueOf(text(header, KIND).toUpperCase(Locale.ROOT)),
            new UserId(text(header, SUBJECT)),
            Long.parseLong(text(header, VERSION)),
            split(text(header, VIEWERS)),
            session == null ? null : new SessionId(new String(session, StandardCharsets.UTF_8)),
            header.apply(ANEW) != null,
            deadline(header)));
  }

  private static @Nullable Long deadline(Function<String, byte @Nullable []> header) {
    return header.apply(DEADLINE) == null ? null : Long.valueOf(text(header, DEADLINE));
  }

  private static String text(Function<String, byte @Nullable []> header, String name) {
    byte @Nullable [] value = header.apply(name);
    if (value == null) {
      throw new IllegalArgumentException("a delivery needs the header " + name);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ids joined by commas, which no id contains. */
  private static String join(Collection<UserId> ids) {
    StringBuilder joined = new StringBuilder(ids.size() * 12);
    for (UserId id : ids) {
      if (!joined.isEmpty()) {
        joined.append(',');
      }
      joined.append(id.value());
    }
    return joined.toString();
  }

  private static List<UserId> split(String joined) {
    List<UserId> ids = new ArrayList<>();
    int from = 0;
    while (from < joined.length()) {
      int comma = joined.indexOf(',', from);
      int to = comma < 0 ? joined.length() : comma;
      ids.add(new UserId(joined.substring(from, to)));
      from = to + 1;
    }
    return ids;
  }
}
