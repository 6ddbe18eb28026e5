package io.presence.gateway.room;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.UserId;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.watch.WatchedPeople;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells a subscriber of a room how it stands, in the way that its size asks for, and keeps to that
 * way until told otherwise. Blocks; to be called with the subscription's turn.
 */
@Singleton
final class RoomTelling {
  /**
   * Each is newer than the one before, and ticks are rare: a second one is nearly always enough.
   */
  private static final int COUNTS_ASKED = 3;

  private final RoomGraph graph;
  private final RoomCounts counts;
  private final RoomLeases leases;
  private final WatchedPeople people;
  private final FrameWriter frames;
  private final int countedFrom;

  RoomTelling(
      RoomGraph graph,
      RoomCounts counts,
      RoomLeases leases,
      WatchedPeople people,
      FrameWriter frames,
      RoomSettings settings) {
    this.graph = graph;
    this.counts = counts;
    this.leases = leases;
    this.people = people;
    this.frames = frames;
    this.countedFrom = settings.roomAggregateFrom();
  }

  Rooms.Membership membership(RoomId room, UserId user) throws RoomUnavailableException {
    try {
      return graph.membership(room.value(), user.value());
    } catch (HttpClientException e) {
      throw new RoomUnavailableException("rooms cannot be read right now");
    }
  }

  /**
   * Tells all of the room, in answer to a subscription.
   *
   * @return false when it has ended meanwhile or the viewer is not in the room, and nothing was
   *     told
   */
  boolean tell(Subscription one, int members, @Nullable Object ref)
      throws RoomUnavailableException, InterruptedException {
    return members >= countedFrom ? tellCounts(one, ref) : tellPeople(one, ref);
  }

  /**
   * People have joined or left.
   *
   * @param now the members, all of them if they are few
   * @return false when it has ended meanwhile or the viewer is not in the room
   */
  boolean update(Subscription one, Rooms.MembersPage now)
      throws RoomUnavailableException, InterruptedException {
    boolean counted = one.state() == Subscription.State.COUNTED;
    if (counted != isCounted(now)) {
      return tell(one, now.members(), null);
    }
    if (!counted) {
      updatePeople(one, others(one, now));
    }
    return true;
  }

  /** Whether the page names all members, and this one is not among them. */
  static boolean lacks(Rooms.MembersPage page, UserId user) {
    return page.next() == null
        && page.items().stream().noneMatch(member -> member.userId().equals(user));
  }

  /** Those of them who are not in the room. */
  Set<UserId> outside(RoomId room, Collection<UserId> users) throws RoomUnavailableException {
    List<UserId> all = List.copyOf(users);
    Set<UserId> outside = new HashSet<>(all);
    try {
      for (int from = 0; from < all.size(); from += Rooms.People.MAX) {
        List<UserId> some = all.subList(from, Math.min(from + Rooms.People.MAX, all.size()));
        graph
            .seats(room.value(), new Rooms.People(some))
            .items()
            .forEach(seat -> outside.remove(seat.userId()));
      }
      return outside;
    } catch (HttpClientException e) {
      throw new RoomUnavailableException("rooms cannot be read right now");
    }
  }

  /** Whether an update would do nothing. */
  boolean staysCounted(Subscription one, Rooms.MembersPage now) {
    return one.state() == Subscription.State.COUNTED && isCounted(now);
  }

  private boolean isCounted(Rooms.MembersPage page) {
    return page.members() >= countedFrom;
  }

  private boolean tellCounts(Subscription one, @Nullable Object ref)
      throws RoomUnavailableException, InterruptedException {
    for (int i = 0; i < COUNTS_ASKED && !one.isEnded(); i++) {
      RoomCounts.Count count = counts.ask(one.room, one.viewer());
      if (!one.isEnded()) {
        forgetPeople(one);
      }
      boolean told =
          one.tell(
              count.version(),
              () -> {
                one.state(Subscription.State.COUNTED);
                one.session.channel().send(frames.aggregated(count.presence(), ref));
              });
      if (told || one.isEnded()) {
        return told;
      }
      if (ref == null) {
        return true;
      }
      // They were told a newer one while this was on its way; an answer must not go back.
    }
    if (one.isEnded()) {
      return false;
    }
    throw new RoomUnavailableException("the room cannot be counted right now");
  }

  private boolean tellPeople(Subscription one, @Nullable Object ref)
      throws RoomUnavailableException, InterruptedException {
    boolean counted = one.state() == Subscription.State.COUNTED;
    Rooms.MembersPage now = members(one.room);
    Set<UserId> others = others(one, now);
    if (one.isEnded() || lacks(now, one.viewer())) {
      return false;
    }
    // Before the answer, which says that nobody else is told of any more.
    forgetWhoLeft(one, others);
    watch(one, others, ref);
    one.others(others);
    one.state(Subscription.State.PERSON_BY_PERSON);
    if (counted) {
      leases.release(one.room, one.viewer());
    }
    return true;
  }

  private void updatePeople(Subscription one, Set<UserId> now)
      throws RoomUnavailableException, InterruptedException {
    Set<UserId> joined = new HashSet<>(now);
    joined.removeAll(one.others());
    forgetWhoLeft(one, now);
    if (!joined.isEmpty()) {
      watch(one, joined, null);
      one.others(now);
    }
  }

  private void forgetWhoLeft(Subscription one, Set<UserId> now) {
    Set<UserId> stay = new HashSet<>(one.others());
    stay.retainAll(now);
    forgetAllBut(one, stay);
  }

  /** A room's members are no subscriptions: there is no limit to hit. */
  private void watch(Subscription one, Set<UserId> members, @Nullable Object ref)
      throws RoomUnavailableException, InterruptedException {
    try {
      var _ = people.watch(one.session, one.reason, members, views -> frames.info(views, ref));
    } catch (LookupUnavailableException e) {
      throw new RoomUnavailableException(String.valueOf(e.getMessage()));
    }
  }

  /** All but the viewer. */
  private static Set<UserId> others(Subscription one, Rooms.MembersPage page) {
    return page.items().stream()
        .map(Rooms.Member::userId)
        .filter(user -> !user.equals(one.viewer()))
        .collect(Collectors.toSet());
  }

  /** The members; of a large room, or one that has just grown, no more than a small one has. */
  Rooms.MembersPage members(RoomId room) throws RoomUnavailableException {
    try {
      return graph.members(room.value(), countedFrom);
    } catch (HttpClientException e) {
      throw new RoomUnavailableException("rooms cannot be read right now");
    }
  }

  /** Whatever the subscription has made this gateway do is over. */
  void over(Subscription one) {
    forgetPeople(one);
    if (one.state() != Subscription.State.PERSON_BY_PERSON) {
      leases.release(one.room, one.viewer());
    }
  }

  private void forgetPeople(Subscription one) {
    forgetAllBut(one, Set.of());
  }

  private void forgetAllBut(Subscription one, Set<UserId> stay) {
    Set<UserId> left = new HashSet<>(one.others());
    left.removeAll(stay);
    if (!left.isEmpty()) {
      people.unwatch(one.session, one.reason, left);
    }
    one.others(stay);
  }
}
