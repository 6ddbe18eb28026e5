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

  /**
   * Over REST, with or without a session.
   *
   * @param device null for all of them
   */
  record PutMe(int gateway, @Nullable Integer device, @Nullable String word, String message)
      implements Act {}

  record GetMe(int gateway) implements Act {}

  /** Of a device without a socket. */
  record Beat(int device) implements Act {}

  /**
   * @param ids who is subscribed to beside contacts
   * @param subscriptionsOnly or in place of them
   */
  record OpenStream(int gateway, List<String> ids, boolean subscriptionsOnly) implements Act {}

  record CloseStream() implements Act {}

  record Block(String whom) implements Act {}

  record Unblock(String whom) implements Act {}

  record Befriend(String whom) implements Act {}

  /** They ask each other, as people do. */
  record Agree(String whom) implements Act {}

  /**
   * Asks, and the other declines: nothing comes of it.
   *
   * @param withdraws whether the request is taken back, too
   */
  record AskInVain(String whom, boolean withdraws) implements Act {}

  record Part(String whom) implements Act {}

  record SetPrivacy(Privacy privacy) implements Act {}

  /** Is called something else from now on. */
  record Rename() implements Act {}

  record Except(String whom, Exemption exemption) implements Act {}

  record JoinRoom(int room) implements Act {}

  record LeaveRoom(int room) implements Act {}

  record SubscribeRoom(int device, int room) implements Act {}

  record UnsubscribeRoom(int device, int room) implements Act {}

  record RestRoom(int gateway, int room) implements Act {}

  /**
   * Asked by support, and held against what the viewer may see; the person's own try is refused.
   */
  record Explain(int gateway, String viewer, String subject) implements Act {}

  record Get(int device, List<String> ids) implements Act {}

  record Subscribe(int device, List<String> ids) implements Act {}

  record Unsubscribe(int device, List<String> ids) implements Act {}

  record RestGet(int gateway, List<String> ids) implements Act {}

  record RestContacts(int gateway) implements Act {}

  /** The graph's own lists. */
  record RestRelations(Relation relation) implements Act {}

  record Pause(long millis) implements Act {}
}
