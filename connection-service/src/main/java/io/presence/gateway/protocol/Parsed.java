package io.presence.gateway.protocol;

import io.presence.contracts.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A client's message, read. */
public sealed interface Parsed {
  /** To be given back with the one answer: a string or a number; null when there is none. */
  @Nullable Object ref();

  /** A frame of the protocol. */
  record Frame(ClientFrame frame, @Nullable Object ref) implements Parsed {}

  /**
   * No frame that this server understands.
   *
   * @param message for the client: names field, value and limit
   */
  record Refused(ErrorCode code, String message, @Nullable Object ref) implements Parsed {}
}
