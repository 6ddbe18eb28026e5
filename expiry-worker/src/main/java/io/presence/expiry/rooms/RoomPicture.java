package io.presence.expiry.rooms;

import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Rooms;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of one room and how they stand; counts them for a viewer. Pure, confined to one
 * thread.
 *
 * <p>Most viewers are strangers to most members, and strangers all see the same: those members who
 * are open to everybody. So {@link #count} counts those once, and {@link #seenBy} puts right for
 * one viewer what the viewer's own relations change. A member has a place, which is never given to
 * somebody else: relations name places.
 *
 * <p>What strangers are shown of a member changes only when it is {@link #certify certain}: a
 * member whose graph changes without a pause is shown as they last were, and after a while as
 * offline, to everybody.
 */
final class RoomPicture {
  private static final byte OFFLINE = 0;
  private static final byte ONLINE = 1;
  private static final byte AWAY = 2;
  private static final byte BUSY = 3;
  private static final int STATUSES = 4;

  private final RoomId room;
  private final Map<UserId, Integer> places = new HashMap<>();
  private final List<Rooms.Member> people = new ArrayList<>();
  private final BitSet present = new BitSet();
  private final BitSet open = new BitSet();
  private byte[] statuses = new byte[64];
  private int members;

  /** What strangers are shown of a place, and in which pass it was certain. */
  private byte[] shown = new byte[64];

  private long[] certain = new long[64];

  /** Who has been doubtful for so long that they are shown to nobody. */
  private BitSet restless = new BitSet();

  private int[] openCounts = new int[STATUSES];
  private int[] openOnline = new int[0];

  RoomPicture(RoomId room) {
    this.room = room;
  }

  /** The members that one viewer has something to do with, by their places. Immutable. */
  static final class View {
    static final View STRANGER = new View(-1, new int[0], new int[0]);

    private final int self;
    private final int[] seen;
    private final int[] hidden;

    /**
     * @param self the viewer's own place; −1 for somebody who is not in the room
     * @param seen those whom the viewer may see, the viewer included
     * @param hidden those whom the viewer may not see; sorted
     */
    private View(int self, int[] seen, int[] hidden) {
      this.self = self;
      this.seen = seen;
      this.hidden = hidden;
    }

    boolean isMember() {
      return self >= 0;
    }

    boolean concerns(BitSet some) {
      return any(seen, some) || any(hidden, some);
    }

    private static boolean any(int[] places, BitSet some) {
      for (int place : places) {
        if (some.get(place)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Somebody is in the room, or something about them is different now. Idempotent. */
  void seat(Rooms.Seat seat) {
    Rooms.Member member = new Rooms.Member(seat.userId(), seat.name());
    Integer known = places.get(seat.userId());
    int place = known == null ? people.size() : known;
    if (known == null) {
      places.put(seat.userId(), place);
      people.add(member);
      if (place == statuses.length) {
        statuses = Arrays.copyOf(statuses, 2 * place);
        shown = Arrays.copyOf(shown, 2 * place);
        certain = Arrays.copyOf(certain, 2 * place);
      }
      statuses[place] = OFFLINE;
    } else {
      people.set(place, member);
    }
    if (!present.get(place)) {
      present.set(place);
      members++;
    }
    open.set(place, seat.open());
  }

  /** Somebody is not in the room any more. Idempotent. */
  void leave(UserId user) {
    Integer place = places.get(user);
    if (place != null && present.get(place)) {
      present.clear(place);
      members--;
    }
  }

  /** Nothing for somebody who is not in the room. */
  void status(UserId user, Status status) {
    Integer place = places.get(user);
    if (place != null) {
      statuses[place] = code(status);
    }
  }

  private static byte code(Status status) {
    return switch (status.visible()) {
      case OFFLINE -> OFFLINE;
      case ONLINE -> ONLINE;
      case AWAY -> AWAY;
      case BUSY -> BUSY;
    };
  }

  boolean holds(UserId user) {
    Integer place = places.get(user);
    return place != null && present.get(place);
  }

  int members() {
    return members;
  }

  /** All members, in the order of their places. */
  List<UserId> all() {
    return present.stream().mapToObj(place -> people.get(place).userId()).toList();
  }

  BitSet placesOf(Collection<UserId> users) {
    BitSet found = new BitSet();
    for (UserId user : users) {
      Integer place = places.get(user);
      if (place != null) {
        found.set(place);
      }
    }
    return found;
  }

  /** What the friend graph says of one viewer; about people who are no members it says nothing. */
  View view(UserId viewer, Collection<Rooms.Relation> relations) {
    int[] seen = new int[relations.size()];
    int[] hidden = new int[relations.size()];
    int sees = 0;
    int misses = 0;
    for (Rooms.Relation relation : relations) {
      Integer place = places.get(relation.userId());
      if (place != null) {
        if (relation.sight().tellsStatus()) {
          seen[sees++] = place;
        } else {
          hidden[misses++] = place;
        }
      }
    }
    int[] sorted = Arrays.copyOf(hidden, misses);
    Arrays.sort(sorted);
    Integer self = places.get(viewer);
    boolean member =
        self != null && relations.stream().anyMatch(one -> one.userId().equals(viewer));
    return new View(member ? self : -1, Arrays.copyOf(seen, sees), sorted);
  }

  /**
   * Statuses were read, and then whose graph has changed since they were allowed to be seen: of
   * everybody else it is certain how strangers see them. Counts what strangers see; to be called
   * before {@link #seenBy}.
   *
   * @param doubtful whose graph has changed
   * @param tooLong those of them who are to be shown to nobody, which is certain, too
   * @param pass number of this pass, from 1 on; larger than those before
   * @return the earliest pass in which any of the doubtful was certain last: 0 if somebody never
   *     was, this one if nobody is doubtful
   */
  long certify(Collection<UserId> doubtful, Collection<UserId> tooLong, long pass) {
    BitSet left = placesOf(doubtful);
    restless = placesOf(tooLong);
    left.andNot(restless);
    long earliest = pass;
    for (int place = 0; place < people.size(); place++) {
      if (!left.get(place)) {
        boolean seen = present.get(place) && open.get(place) && !restless.get(place);
        shown[place] = seen ? statuses[place] : OFFLINE;
        certain[place] = pass;
      } else if (present.get(place)) {
        earliest = Math.min(earliest, certain[place]);
      }
    }
    countShown();
    return earliest;
  }

  /** Whether it was certain, in this pass or a later one, how strangers see them. */
  boolean isCertain(UserId user, long pass) {
    Integer place = places.get(user);
    return place != null && certain[place] >= pass;
  }

  private void countShown() {
    openCounts = new int[STATUSES];
    int[] online = new int[64];
    int found = 0;
    for (int place = 0; place < people.size(); place++) {
      openCounts[shown[place]]++;
      if (shown[place] == ONLINE) {
        online = found == online.length ? Arrays.copyOf(online, 2 * found) : online;
        online[found++] = place;
      }
    }
    openOnline = Arrays.copyOf(online, found);
  }

  private boolean isShown(int place) {
    return present.get(place) && !restless.get(place);
  }

  private boolean isOnline(int place) {
    return statuses[place] == ONLINE;
  }

  /**
   * What this viewer is told: exact for a viewer whose relations are to nobody who is doubtful. The
   * sample begins with people whom the viewer has something to do with.
   */
  RoomPresence seenBy(View view) {
    int[] counts = openCounts.clone();
    for (int place : view.seen) {
      if (isShown(place) && !open.get(place)) {
        counts[statuses[place]]++;
      }
    }
    for (int place : view.hidden) {
      if (isShown(place) && open.get(place)) {
        counts[statuses[place]]--;
      }
    }
    return new RoomPresence(
        room, counts[ONLINE], counts[AWAY], counts[BUSY], members, sample(view));
  }

  private List<Rooms.Member> sample(View view) {
    List<Rooms.Member> sample = new ArrayList<>(RoomPresence.SAMPLE);
    for (int i = 0; i < view.seen.length && sample.size() < RoomPresence.SAMPLE; i++) {
      int place = view.seen[i];
      if (place != view.self && isShown(place) && isOnline(place)) {
        sample.add(people.get(place));
      }
    }
    for (int i = 0; i < openOnline.length && sample.size() < RoomPresence.SAMPLE; i++) {
      int place = openOnline[i];
      if (place != view.self && Arrays.binarySearch(view.hidden, place) < 0) {
        Rooms.Member member = people.get(place);
        if (!sample.contains(member)) {
          sample.add(member);
        }
      }
    }
    return sample;
  }
}
