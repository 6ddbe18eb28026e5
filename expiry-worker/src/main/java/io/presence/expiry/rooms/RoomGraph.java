package io.presence.expiry.rooms;

import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a {@link WatchedRoom} up to date: asks the store for statuses and the friend graph for
 * members and relations, in pages. Blocks; every exception leaves what is doubtful doubtful.
 */
@Singleton
final class RoomGraph {
  /**
   * Few enough for a busy Redis to answer in time, since what fails is read again from the start.
   */
  private static final int STATUSES_AT_ONCE = 1_000;

  /** Reading all members because their number is wrong is not done more often. */
  private static final long RECOVERY_MILLIS = 60_000;

  private final RoomGraphClient client;
  private final RecentChanges recent;
  private final int repairMembers;

  RoomGraph(RoomGraphClient client, PresenceStore store, RoomSettings settings) {
    this.client = client;
    this.recent = store.recentChanges();
    this.repairMembers = settings.roomRepairMembers();
  }

  /** Members first, then their statuses; to be followed by whose graph has changed since. */
  void load(WatchedRoom room) {
    RoomPicture picture = new RoomPicture(room.room);
    UserId after = null;
    do {
      Rooms.Seats page = page(room.room, Rooms.Seats.MAX_LIMIT, after);
      page.items().forEach(picture::seat);
      after = page.next();
    } while (after != null);
    statuses(picture, picture.all());
    room.load(picture);
  }

  /** Reads the statuses of those who changed. */
  void statuses(WatchedRoom room) {
    List<UserId> changed = List.copyOf(room.changed);
    statuses(room.picture(), changed);
    changed.forEach(room.changed::remove);
  }

  private void statuses(RoomPicture picture, List<UserId> users) {
    for (int from = 0; from < users.size(); from += STATUSES_AT_ONCE) {
      Map<UserId, Status> read =
          recent.statuses(users.subList(from, Math.min(from + STATUSES_AT_ONCE, users.size())));
      read.forEach(picture::status);
    }
  }

  /**
   * Reads a page of members again, although nothing says that they changed, and has their statuses
   * read: what a lost entry or an emptied store left wrong is right again after some intervals
   * (invariant Convergence).
   */
  void repair(WatchedRoom room) {
    Rooms.Seats page = page(room.room, repairMembers, room.repaired);
    seat(room, page.items());
    room.repaired = page.next();
  }

  private Rooms.Seats page(RoomId room, int limit, @Nullable UserId after) {
    return client.seats(room.value(), limit, after == null ? null : after.value());
  }

  /**
   * Asks the friend graph about members who are doubtful. Their statuses are to be read again: a
   * viewer must not be told a status from before they were allowed to see it.
   *
   * @return whether nobody was
   */
  boolean settle(WatchedRoom room) {
    if (room.doubtful.isEmpty()) {
      return true;
    }
    List<UserId> doubtful = List.copyOf(room.doubtful);
    Set<UserId> left = new HashSet<>(doubtful);
    List<Rooms.Seat> seats = seats(room.room, doubtful);
    seat(room, seats);
    seats.forEach(seat -> left.remove(seat.userId()));
    left.forEach(room.picture()::leave);
    doubtful.forEach(room.doubtful::remove);
    return false;
  }

  /** Asks for relations of these viewers that are not known; statuses are read again, as above. */
  void relate(WatchedRoom room, Collection<UserId> viewers) {
    relations(room.room, room.unknown(viewers))
        .forEach((viewer, relations) -> {
          room.relations(viewer, relations);
          relations.forEach(relation -> room.changed.add(relation.userId()));
        });
  }

  /**
   * Whoever joined changed their graph, but may be among many who have nothing to do with the room:
   * if they do not fit into one question they are looked for only when the number of members is
   * another. That alone proves little: it is the same while somebody leaves. If it does not come
   * out, all members are read again, once in a while. To be called when nobody is doubtful: whoever
   * left is.
   *
   * @return whether nobody was missing
   */
  boolean complete(WatchedRoom room, long now) {
    RoomPicture picture = room.picture();
    int known = picture.members();
    int members = client.members(room.room.value()).members();
    boolean few = room.strangers.size() <= Rooms.People.MAX;
    if (few || members != known) {
      seat(room, seats(room.room, List.copyOf(room.strangers)));
    }
    boolean wrong = members != picture.members();
    if (wrong && now - room.recovered >= RECOVERY_MILLIS) {
      room.recovered = now;
      load(room);
      return false;
    }
    room.strangers.clear();
    return picture.members() == known;
  }

  /** Those of them who are new have relations to viewers, which nobody has read yet. */
  private void seat(WatchedRoom room, List<Rooms.Seat> seats) {
    RoomPicture picture = room.picture();
    List<UserId> joined =
        seats.stream().map(Rooms.Seat::userId).filter(user -> !picture.holds(user)).toList();
    // First what may fail: a member is new only once.
    Map<UserId, List<Rooms.Relation>> relations = relations(room.room, joined);
    for (Rooms.Seat seat : seats) {
      picture.seat(seat);
      room.changed.add(seat.userId());
    }
    if (!joined.isEmpty()) {
      relations
          .values()
          .forEach(some -> some.forEach(relation -> room.forgetView(relation.userId())));
      room.forgetOutsiders();
    }
  }

  private List<Rooms.Seat> seats(RoomId room, List<UserId> users) {
    List<Rooms.Seat> seats = new ArrayList<>();
    for (int from = 0; from < users.size(); from += Rooms.People.MAX) {
      List<UserId> some = users.subList(from, Math.min(from + Rooms.People.MAX, users.size()));
      seats.addAll(client.seats(room.value(), new Rooms.People(some)).items());
    }
    return seats;
  }

  /** One for each viewer. */
  private Map<UserId, List<Rooms.Relation>> relations(RoomId room, List<UserId> viewers) {
    Map<UserId, List<Rooms.Relation>> relations = new HashMap<>();
    viewers.forEach(viewer -> relations.put(viewer, new ArrayList<>()));
    for (int from = 0; from < viewers.size(); from += Rooms.Viewers.MAX_VIEWERS) {
      List<UserId> some =
          viewers.subList(from, Math.min(from + Rooms.Viewers.MAX_VIEWERS, viewers.size()));
      Rooms.Place after = null;
      do {
        Rooms.Relations page = client.relations(room.value(), new Rooms.Viewers(some, after));
        for (Rooms.Relation relation : page.items()) {
          List<Rooms.Relation> known = relations.get(relation.viewer());
          if (known != null) {
            known.add(relation);
          }
        }
        after = page.next();
      } while (after != null);
    }
    return relations;
  }
}
