package io.presence.graph.rooms;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import io.presence.graph.audit.Audit;
import io.presence.graph.changes.Effects;
import io.presence.graph.changes.GraphChanges;
import io.presence.graph.limit.GraphBound;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How people come into rooms, and out of them. */
@Singleton
class Memberships {
  private final RoomTable table;
  private final RoomCounts counts;
  private final RoomLimits limits;
  private final GraphChanges changes;
  private final Audit audit;
  private final Bounds bounds;

  Memberships(
      RoomTable table,
      RoomCounts counts,
      RoomLimits limits,
      GraphChanges changes,
      Audit audit,
      Bounds bounds) {
    this.table = table;
    this.counts = counts;
    this.limits = limits;
    this.changes = changes;
    this.audit = audit;
    this.bounds = bounds;
  }

  /**
   * All of them or none. Idempotent.
   *
   * @return how many were not in it before
   * @throws ProblemException 409 if the room would be too large
   */
  int add(Caller caller, RoomId room, Collection<UserId> users) {
    return changes.commit(effects -> {
      List<UserId> added = table.add(room, users);
      users.forEach(user -> effects.membership(user, room, false));
      added.forEach(user -> effects.membership(user, room, true));
      if (!added.isEmpty()) {
        added.forEach(
            user -> audit.ofRoom(caller, "room.member.put", room, user, null, member(user)));
        grow(room, added.size());
      }
      return added.size();
    });
  }

  private void grow(RoomId room, int by) {
    int members = counts.add(room, by);
    if (members > limits.maxRoomMembers()) {
      throw bounds.reached(
          GraphBound.MEMBERS_PER_ROOM,
          "a room has at most %d members, %s would have %d; remove some first"
              .formatted(limits.maxRoomMembers(), room, members));
    }
  }

  /** Idempotent. */
  void remove(Caller caller, RoomId room, UserId user) {
    changes.commit(effects -> remove(caller, room, user, effects));
  }

  private boolean remove(Caller caller, RoomId room, UserId user, Effects effects) {
    boolean changed = table.remove(room, user);
    effects.membership(user, room, changed);
    if (changed) {
      audit.ofRoom(caller, "room.member.delete", room, user, member(user), null);
      counts.add(room, -1);
    }
    return changed;
  }

  private static Map<String, List<UserId>> member(UserId user) {
    return Map.of("user_ids", List.of(user));
  }
}
