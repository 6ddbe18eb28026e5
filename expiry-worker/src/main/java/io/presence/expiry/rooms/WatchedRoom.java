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

  /**
   * A member who has been doubtful for so long while somebody waited is counted as offline, for
   * everybody: who waits for a count gives up soon, and offline is what nobody may not see. So is,
   * when somebody has waited for so long, who was not certain in the round at hand: of many who
   * change often there is always one.
   */
  static final long PATIENCE_MILLIS = 5_000;

  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  final RoomId room;

  /** Who has asked since they were last answered. */
  final Map<GatewayId, Set<UserId>> asking = new HashMap<>();

  /** Whose status has changed. */
  final Set<UserId> changed = new HashSet<>();

  /** Members of whom the friend graph must be asked again. */
  final Set<UserId> doubtful = new HashSet<>();

  /** Others whose graph changed: joining is such a change. */
  final Set<UserId> strangers = new HashSet<>();

  /** Who watches, and was not told at the last tick yet. */
  final Map<GatewayId, Set<UserId>> late = new HashMap<>();

  /** When the next tick is due, ms of this process. */
  long nextTick;

  /** After whom the repair goes on; null for the start. */
  @Nullable UserId repaired;

  /** When all members were last read because their number was wrong, ms of this process. */
  long recovered = Long.MIN_VALUE / 2;

  /** How often it could not be counted, one time after the other. */
  int failures;

  /** Before that nobody is told, ms of this process. */
  private long notBefore = Long.MIN_VALUE;

  private @Nullable RoomPicture picture;
  private final Map<UserId, Known> views = new HashMap<>();

  /** How often something was certified. */
  private long pass;

  /** What was certain before this pass is too old for the round at hand. */
  private long first = 1;

  /** In which pass everybody was certain last, at least. */
  private long certain;

  /** Since when members have been doubtful in each pass that somebody waited for. */
  private final Map<UserId, Long> doubtfulSince = new HashMap<>();

  /** Since when somebody waits, ms; from the first round that could not tell them all. */
  private long waitingSince = Long.MAX_VALUE;

  /** Those for whom that is too long. */
  private Set<UserId> restless = Set.of();

  /** A view, and after which pass it was read. */
  private record Known(RoomPicture.View view, long pass) {}

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
    doubtfulSince.clear();
    restless = Set.of();
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
    places.andNot(picture.placesOf(restless));
    forgetViewsOf(places);
  }

  private void forgetViewsOf(BitSet places) {
    if (!places.isEmpty()) {
      views.values().removeIf(known -> known.view.concerns(places));
    }
  }

  boolean isTick(long now) {
    return nextTick <= now;
  }

  /** Whether somebody waits to be told, and can be. */
  boolean isDue(long now) {
    return isAwaited() && !isPutOff(now);
  }

  boolean isPutOff(long now) {
    return notBefore > now;
  }

  /** Whether somebody waits to be told. */
  boolean isAwaited() {
    return !asking.isEmpty() || !late.isEmpty();
  }

  /** Who waits to be told. */
  Set<UserId> awaiting() {
    Set<UserId> viewers = new HashSet<>();
    late.values().forEach(viewers::addAll);
    asking.values().forEach(viewers::addAll);
    return viewers;
  }

  /** All who watch are to be told now; what is known of others is forgotten. */
  void tick(Map<GatewayId, Set<UserId>> watchers, long next) {
    nextTick = next;
    late.clear();
    watchers.forEach((gateway, users) -> late.put(gateway, new HashSet<>(users)));
    views.keySet().retainAll(awaiting());
  }

  /**
   * It could not be counted once more, and is tried again after a pause.
   *
   * @param grows whether it is longer each time: not when there was no answer at all, for then it
   *     may not be the room
   */
  void failed(long now, long pauseMillis, boolean grows) {
    long pause = grows ? pauseMillis << Math.min(failures, 10) : pauseMillis;
    failures++;
    putOff(now + Math.min(pause, LONGEST_PAUSE_MILLIS));
  }

  /** It cannot be counted now: who waits asks again, and who watches is told later. */
  void putOff(long until) {
    notBefore = until;
    waitingSince = Long.MAX_VALUE;
    nextTick = late.isEmpty() ? Math.max(nextTick, until) : until;
    asking.clear();
    late.clear();
  }

  /** A round begins, which tells nothing from before it. */
  void begin(long now) {
    first = pass + 1;
    waitingSince = Math.min(waitingSince, now);
  }

  /** Statuses were read, and then whose graph has changed. */
  void certify(long now) {
    pass++;
    doubtfulSince.keySet().retainAll(doubtful);
    doubtful.forEach(user -> doubtfulSince.putIfAbsent(user, now));
    Set<UserId> before = restless;
    restless = new HashSet<>();
    boolean waited = now - waitingSince >= PATIENCE_MILLIS;
    doubtfulSince.forEach((user, since) -> {
      boolean never = waited && !picture().isCertain(user, first);
      if (never || now - since >= PATIENCE_MILLIS) {
        restless.add(user);
      }
    });
    // Of those who have come to rest, what others may see of them was not kept up to date.
    BitSet rested = picture().placesOf(before);
    rested.andNot(picture().placesOf(restless));
    forgetViewsOf(rested);
    certain = picture().certify(doubtful, restless, pass);
  }

  /**
   * Takes out those who can be told now: nothing that they are told of may be doubtful. Of a member
   * who is, strangers are told what was certain before; but only a viewer who was a stranger to
   * them then already: it may be that they were open, closed and only then got rid of the viewer.
   */
  Map<GatewayId, Set<UserId>> takeCertain(Map<GatewayId, Set<UserId>> waiting) {
    Map<GatewayId, Set<UserId>> taken = new HashMap<>();
    if (certain >= first) {
      waiting.forEach((gateway, users) -> {
        Set<UserId> some = new HashSet<>(users);
        some.removeIf(user -> !isCertain(user));
        users.removeAll(some);
        if (!some.isEmpty()) {
          taken.put(gateway, some);
        }
      });
      waiting.values().removeIf(Set::isEmpty);
    }
    if (!isAwaited()) {
      doubtfulSince.keySet().retainAll(restless);
      waitingSince = Long.MAX_VALUE;
    }
    return taken;
  }

  private boolean isCertain(UserId viewer) {
    Known known = views.get(viewer);
    return known != null && known.pass < certain;
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
    views.put(viewer, new Known(picture().view(viewer, relations), pass));
  }

  RoomPicture.View view(UserId viewer) {
    Known known = views.get(viewer);
    return known == null ? RoomPicture.View.STRANGER : known.view;
  }

  void forgetView(UserId viewer) {
    views.remove(viewer);
  }

  /** Viewers who are not in the room: nobody says with whom of its members they have to do. */
  void forgetOutsiders() {
    views.values().removeIf(known -> !known.view.isMember());
  }
}
