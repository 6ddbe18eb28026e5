package io.presence.gateway.lookup;

import org.jspecify.annotations.Nullable;

/** Something that the answer needs did not respond; the message is for clients. */
public final class LookupUnavailableException extends Exception {
  public LookupUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
