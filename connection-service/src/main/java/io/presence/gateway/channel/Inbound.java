package io.presence.gateway.channel;

/**
 * What a {@link ClientChannel} tells of its client. All calls come on the channel's event loop and
 * must return at once.
 */
public interface Inbound {
  /** Something came from the client: a frame of any kind, or the pong to a ping. */
  void heard();

  /** A complete text message; nobody has checked that it is UTF-8. */
  void text(byte[] message);

  /** A complete text message beyond the allowed rate. */
  void tooFast(byte[] message, long retryAfterMillis);

  /** A binary message: the protocol has none. */
  void binary();

  /** The last call: nothing comes from the client any more, and nothing reaches it. */
  void ended(End end);

  /** How a channel ended. */
  enum End {
    /** The client closed with 1000, or without a code as {@code close()} of browsers does. */
    GOODBYE,
    /** In any other way: cut, closed with another code, or closed by this server. */
    LOST
  }
}
