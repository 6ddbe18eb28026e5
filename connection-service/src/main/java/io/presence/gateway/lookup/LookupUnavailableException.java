package io.presence.gateway.lookup;

/** Something that the answer needs did not respond; the message is for clients. */
public final class LookupUnavailableException extends Exception {
  LookupUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
