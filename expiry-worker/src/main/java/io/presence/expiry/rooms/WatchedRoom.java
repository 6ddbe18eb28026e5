package io.presence.expiry.rooms;

import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room that somebody watches: its picture, and what of it is doubtful. Pure, confined to one
 * thread. What is doubtful stays so until it has been read again, however often that fails.
 */
final class WatchedRoom {
  /** More are not remembered: whoever of them has joined is missed, and the members read again. */
  private static final int MAX_STRANGERS = 5_000;

  final RoomId room;

  /** Who has asked since they were last answered. */
  final Map<GatewayId, Set<UserId>> asking = new HashMap<>();

  /** Whose status has changed. */
  final Set<UserId> changed = new HashSet<>();

  /** Members of whom the friend graph must be asked again. */
  final Set<UserId> doubtful = new HashSet<>();

  /** Others whose graph changed: joining is such a change. */
  final Set<UserId> strangers = new HashSet<>();

  /** Who is told at the tick of the round at hand; nobody if that is no tick. */
  Map<GatewayId, Set<UserId>> viewers = Map.of();

  /** When the next tick is due, ms of this process. */
  long nextTick;

  /** After whom the repair goes on; null for the start. */
  @Nullable UserId repaired;

  /** When all members were last read because their number was wrong, ms of this process. */
  long recovered = Long.MIN_VALUE / 2;

  private @Nullable RoomPicture picture;
  private final Map<UserId, RoomPicture.View> views = new HashMap<>();

  WatchedRoom(RoomId room, long nextTick) {
    this.room = room;
    this.nextTick = nextTick;
  }

  boolean isLoaded() {
    return picture != null;
  }

  RoomPicture picture() {
    if (picture == null) {
      throw new IllegalStateException(room + " is not loaded");
    }
    return picture;
  }

  /** Everything was read: nothing is doubtful any more but the relations, which name places. */
  void load(RoomPicture read) {
    picture = read;
    views.clear();
    changed.clear();
    doubtful.clear();
    strangers.clear();
  }

  /** Everything must be read again. */
  void forget() {
    picture = null;
    views.clear();
  }

  void statesChanged(Collection<UserId> users) {
    if (picture != null) {
      users.stream().filter(picture::holds).forEach(changed::add);
    }
  }

  void graphsChanged(Collection<UserId> users) {
    if (picture == null) {
      return;
    }
    users.forEach(views::remove);
    for (UserId user : users) {
      if (picture.holds(user)) {
        doubtful.add(user);
      } else if (strangers.size() < MAX_STRANGERS) {
        strangers.add(user);
      }
    }
    BitSet places = picture.placesOf(doubtful);
    if (!places.isEmpty()) {
      views.values().removeIf(view -> view.concerns(places));
    }
  }

  /** These viewers' relations are not known. */
  List<UserId> unknown(Collection<UserId> viewers) {
    List<UserId> unknown = new ArrayList<>();
    for (UserId viewer : viewers) {
      if (!views.containsKey(viewer)) {
        unknown.add(viewer);
      }
    }
    return unknown;
  }

  void relations(UserId viewer, Collection<Rooms.Relation> relations) {
    views.put(viewer, picture().view(viewer, relations));
  }

  RoomPicture.View view(UserId viewer) {
    return views.getOrDefault(viewer, RoomPicture.View.STRANGER);
  }

  void forgetView(UserId viewer) {
    views.remove(viewer);
  }

  /** Viewers who are not in the room: nobody says with whom of its members they have to do. */
  void forgetOutsiders() {
    views.values().removeIf(view -> !view.isMember());
  }

  /** Nobody else watches: what is known of others is forgotten. */
  void keepOnly(Set<UserId> viewers) {
    views.keySet().retainAll(viewers);
  }
}
