package io.presence.gateway.protocol;

import io.presence.contracts.RoomId;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says; already validated. */
public sealed interface ClientFrame {

  /** The first frame of a socket without an {@code Authorization} header, or a fresh token. */
  record Authenticate(String token, DeviceClaim device) implements ClientFrame {}

  /**
   * @param active whether the person did something; null says nothing
   */
  record Heartbeat(@Nullable Boolean active) implements ClientFrame {}

  record UpdateStatus(StatusEdit edit) implements ClientFrame {}

  /**
   * @param userIds distinct, in the order of their first mention
   */
  record GetPresence(List<UserId> userIds) implements ClientFrame {}

  record SubscribePresence(List<UserId> userIds) implements ClientFrame {}

  record UnsubscribePresence(List<UserId> userIds) implements ClientFrame {}

  record SubscribeRoom(RoomId roomId) implements ClientFrame {}

  record UnsubscribeRoom(RoomId roomId) implements ClientFrame {}
}
