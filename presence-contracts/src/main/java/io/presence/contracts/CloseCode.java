package io.presence.contracts;

/**
 * How a socket ends.
 *
 * <p>Those that {@link #retry} ask for a later return, with back-off; the others are terminal until
 * their cause is mended.
 */
public enum CloseCode {
  /** Said by a client: the session ends at once. */
  GOODBYE(1000, false, "goodbye"),
  DRAINED(1012, true, "this server is going away, come back"),
  OVERLOADED(1013, true, "overloaded, come back later"),
  TOKEN_REJECTED(4401, false, "token missing, bad or expired"),
  FORBIDDEN(4403, false, "origin or role refused"),
  NOT_AUTHENTICATED_IN_TIME(4408, false, "no authenticate frame in time"),
  TOO_MANY_SESSIONS(4409, false, "too many sessions, this was the longest idle"),
  EVICTED(4410, false, "evicted by an administrator"),
  FRAME_TOO_LARGE(4413, true, "frame too large"),
  TOO_MANY_FRAMES(4429, true, "too many frames"),
  TOO_SLOW(4430, true, "too slow a reader");

  private final int code;
  private final boolean retry;
  private final String reason;

  CloseCode(int code, boolean retry, String reason) {
    this.code = code;
    this.retry = retry;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  /** Whether the client should come back by itself. */
  public boolean retry() {
    return retry;
  }

  public String reason() {
    return reason;
  }
}
