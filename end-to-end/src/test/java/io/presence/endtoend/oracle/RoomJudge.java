package io.presence.endtoend.oracle;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds the count of a room against what its viewer was allowed to know of each member: there must
 * be a way for everybody to have been counted as they were, and as they could be seen.
 */
final class RoomJudge {
  private static final int SAMPLE = 5;

  /** Who has edited their graph so shortly before may count as offline: decision 10. */
  private static final long RESTLESS_NANOS = TimeUnit.SECONDS.toNanos(12);

  /** How somebody may be counted. */
  private enum As {
    NOTHING,
    ONLINE,
    AWAY,
    BUSY;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final World world;
  private final Person viewer;

  RoomJudge(World world, Person viewer) {
    this.world = world;
    this.viewer = viewer;
  }

  /**
   * @param from the earliest moment that it may be about
   * @return what is wrong with it; null for nothing
   */
  @Nullable String wrong(Room room, RoomClaim claim, long from, long to) {
    if (!room.membership(viewer.id).during(from, to).contains(true)) {
      return "a count of a room that they were not in";
    }
    if (!room.mayHave(claim.members(), from, to)) {
      return "the room never had %d members then".formatted(claim.members());
    }
    if (claim.sample().size() > SAMPLE || claim.sampled().size() != claim.sample().size()) {
      return "a sample of more than %d, or somebody twice".formatted(SAMPLE);
    }
    Map<String, Set<As>> possible = new LinkedHashMap<>();
    for (Person member : world.people().values()) {
      possible.put(member.id, possible(room, member, from, to));
    }
    for (RoomClaim.Named member : claim.sample()) {
      Set<As> as = possible.get(member.user());
      if (as == null || member.user().equals(viewer.id) || !as.contains(As.ONLINE)) {
        return member.user() + " is in the sample, and may not be seen online: " + possible;
      }
      // A room is counted for long by the names that it was first counted with.
      if (!world.person(member.user()).names.during(Long.MIN_VALUE, to).contains(member.name())) {
        return "in the sample, not the name of " + member.user() + ": " + member.name();
      }
      possible.put(member.user(), EnumSet.of(As.ONLINE));
    }
    return adds(possible.values(), claim)
        ? null
        : "nobody may be counted like this: %s from %s".formatted(claim.counts(), possible);
  }

  private Set<As> possible(Room room, Person member, long from, long to) {
    Set<Long> moments = new TreeSet<>();
    if (member == viewer) {
      member.moments(moments);
    } else {
      world.moments(viewer.id, member.id, moments);
    }
    room.membership(member.id).moments(moments);
    moments.add(from);
    moments.add(to);
    moments.removeIf(moment -> moment < from || moment > to);
    Set<As> possible = EnumSet.noneOf(As.class);
    moments.forEach(moment -> possible.addAll(at(room, member, moment)));
    if (world.edited(member.id, to, RESTLESS_NANOS)) {
      possible.add(As.NOTHING);
    }
    return possible;
  }

  private Set<As> at(Room room, Person member, long moment) {
    Set<As> possible = EnumSet.noneOf(As.class);
    boolean self = member == viewer;
    Set<Boolean> inside = room.membership(member.id).at(moment);
    if (inside.contains(false)
        || member.mayBeOffline(moment)
        || (!self && world.seeing(viewer.id, member.id, moment).contains(Seeing.NOTHING))) {
      possible.add(As.NOTHING);
    }
    if (inside.contains(true) && (self || world.maySee(viewer.id, member.id, moment))) {
      for (As as : List.of(As.ONLINE, As.AWAY, As.BUSY)) {
        if (member.mayShow(as.word(), moment)) {
          possible.add(as);
        }
      }
    }
    return possible;
  }

  /** Whether everybody can be counted as one of what they may be, and this comes out. */
  private static boolean adds(Iterable<Set<As>> possible, RoomClaim claim) {
    Set<List<Integer>> sums = Set.of(List.of(0, 0, 0));
    for (Set<As> one : possible) {
      Set<List<Integer>> next = new HashSet<>();
      for (List<Integer> sum : sums) {
        for (As as : one) {
          next.add(
              List.of(
                  sum.get(0) + (as == As.ONLINE ? 1 : 0),
                  sum.get(1) + (as == As.AWAY ? 1 : 0),
                  sum.get(2) + (as == As.BUSY ? 1 : 0)));
        }
      }
      sums = next;
    }
    return sums.contains(List.of(claim.online(), claim.away(), claim.busy()));
  }
}
