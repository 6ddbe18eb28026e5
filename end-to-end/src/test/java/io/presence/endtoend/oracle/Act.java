package io.presence.endtoend.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that one person does. Devices are named by their place, people by their id. */
sealed interface Act {
  record Connect(int device) implements Act {}

  record Cut(int device) implements Act {}

  record Goodbye(int device) implements Act {}

  record Heartbeat(int device) implements Act {}

  /**
   * @param word null leaves the status: only the message changes
   */
  record SetStatus(int device, @Nullable String word, String message) implements Act {}

  record Block(String whom) implements Act {}

  record Unblock(String whom) implements Act {}

  record Befriend(String whom) implements Act {}

  record Part(String whom) implements Act {}

  record SetPrivacy(Privacy privacy) implements Act {}

  record Get(int device, List<String> ids) implements Act {}

  record Subscribe(int device, List<String> ids) implements Act {}

  record Unsubscribe(int device, List<String> ids) implements Act {}

  record RestGet(int gateway, List<String> ids) implements Act {}

  record RestContacts(int gateway) implements Act {}

  record Pause(long millis) implements Act {}
}
