package io.presence.gateway.session;

import io.presence.contracts.RoomId;

/**
 * Why a session watches somebody explicitly. Somebody is watched for as long as there is any
 * reason.
 */
public sealed interface WatchReason {
  /** The client has subscribed to them. */
  WatchReason SUBSCRIBED = new Subscribed();

  /** They are in a room to which the client has subscribed. */
  static WatchReason room(RoomId room) {
    return new InRoom(room);
  }

  /** See {@link #SUBSCRIBED}. */
  record Subscribed() implements WatchReason {}

  /** See {@link #room}. */
  record InRoom(RoomId room) implements WatchReason {}
}
