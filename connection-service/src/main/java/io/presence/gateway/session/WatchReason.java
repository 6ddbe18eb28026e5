package io.presence.gateway.session;

/**
 * Why a session watches somebody explicitly. Somebody is watched for as long as there is any
 * reason.
 */
public sealed interface WatchReason {
  /** The client has subscribed to them. */
  WatchReason SUBSCRIBED = new Subscribed();

  /** They are in a room to which the client has subscribed; another one each time. */
  static WatchReason room() {
    return new InRoom();
  }

  /** See {@link #SUBSCRIBED}. */
  record Subscribed() implements WatchReason {}

  /** See {@link #room}. No record: each is equal to itself only. */
  final class InRoom implements WatchReason {
    private InRoom() {}
  }
}
