package io.presence.store;

/**
 * The store did not answer, or refused. What was asked may or may not have happened; every
 * operation can be repeated.
 */
public final class StoreUnavailableException extends RuntimeException {
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
