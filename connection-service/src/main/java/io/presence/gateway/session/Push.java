package io.presence.gateway.session;

import io.presence.contracts.PresenceView;
import io.presence.contracts.UserId;
import java.util.function.Function;

/**
 * A {@code presence_updated} as another process encoded it, shared by all sessions that get it: it
 * is forwarded without being parsed, and parsed once if ever somebody asks what it says.
 */
public final class Push implements Said {
  private final UserId subject;
  private final long version;
  private final byte[] frame;
  private final Function<byte[], PresenceView> parse;
  private final boolean explicit;
  private final boolean anew;
  private volatile boolean parsed;
  private long projection;

  /**
   * For an audience.
   *
   * @param frame must not change any more
   * @param parse reads the view in the frame
   */
  public Push(UserId subject, long version, byte[] frame, Function<byte[], PresenceView> parse) {
    this(subject, version, frame, parse, false);
  }

  /**
   * Only for sessions that watch the subject explicitly. The state behind it may have changed in
   * what nobody sees: who was told the same is not told again, or it would say that somebody
   * invisible is there.
   */
  public static Push explicit(PresenceView view, byte[] frame) {
    return new Push(view.userId(), view.version(), frame, encoded -> view, true, true);
  }

  /**
   * @param anew whether viewers may have been told the same before: then they are not told again
   */
  public Push(
      UserId subject,
      long version,
      byte[] frame,
      Function<byte[], PresenceView> parse,
      boolean anew) {
    this(subject, version, frame, parse, false, anew);
  }

  private Push(
      UserId subject,
      long version,
      byte[] frame,
      Function<byte[], PresenceView> parse,
      boolean explicit,
      boolean anew) {
    this.explicit = explicit;
    this.anew = anew;
    this.subject = subject;
    this.version = version;
    this.frame = frame;
    this.parse = parse;
  }

  public UserId subject() {
    return subject;
  }

  @Override
  public long version() {
    return version;
  }

  boolean isExplicit() {
    return explicit;
  }

  /** Whether it says nothing to somebody who was told that. */
  boolean isKnownTo(Said before) {
    return anew && before.live() && before.projection() == projection();
  }

  /** The encoded frame; not to be changed. */
  byte[] frame() {
    return frame;
  }

  @Override
  public boolean live() {
    return true;
  }

  @Override
  public long projection() {
    if (!parsed) {
      // Twice at the same time gives the same.
      projection = Projection.of(parse.apply(frame));
      parsed = true;
    }
    return projection;
  }
}
