package io.presence.gateway.room;

/** A room cannot be told of right now; the message is for clients. */
public final class RoomUnavailableException extends Exception {
  RoomUnavailableException(String message) {
    super(message);
  }
}
