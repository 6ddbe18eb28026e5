package io.presence.gateway.room;

import io.presence.contracts.RoomId;
import io.presence.gateway.limit.ClientBound;
import io.presence.gateway.session.Session;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who subscribes to which room here, by room and by session. Thread-safe. */
@Singleton
final class Subscriptions {
  private final Map<RoomId, Map<Session, Subscription>> byRoom = new HashMap<>();
  private final Map<Session, Map<RoomId, Subscription>> bySession = new HashMap<>();
  private final int perSession;
  private final Bounds bounds;

  Subscriptions(RoomSettings settings, Bounds bounds) {
    this.bounds = bounds;
    this.perSession = settings.roomsPerSession();
  }

  /**
   * The one that is there, or a new one.
   *
   * @return null when the session has as many as it may, or has ended
   */
  synchronized @Nullable Subscription begin(RoomId room, Session session) {
    Map<RoomId, Subscription> rooms = bySession.getOrDefault(session, Map.of());
    Subscription known = rooms.get(room);
    if (known != null) {
      return known;
    }
    if (rooms.size() >= perSession) {
      bounds.refused(ClientBound.ROOMS_PER_SESSION);
      return null;
    }
    if (session.isEnded()) {
      return null;
    }
    Subscription begun = new Subscription(room, session);
    bySession.computeIfAbsent(session, key -> new HashMap<>()).put(room, begun);
    byRoom.computeIfAbsent(room, key -> new HashMap<>()).put(session, begun);
    return begun;
  }

  /** Null when there is none. */
  @Nullable Subscription end(RoomId room, Session session) {
    Subscription one = find(room, session);
    return one != null && end(one) ? one : null;
  }

  private synchronized @Nullable Subscription find(RoomId room, Session session) {
    return bySession.getOrDefault(session, Map.of()).get(room);
  }

  /**
   * This one, and not one that the session has begun since.
   *
   * @return false when it has ended before
   */
  boolean end(Subscription one) {
    boolean was = remove(one);
    // Without the lock: somebody may be sending to it, whose channel may end and take it.
    one.end();
    return was;
  }

  private synchronized boolean remove(Subscription one) {
    Map<RoomId, Subscription> rooms = bySession.get(one.session);
    Map<Session, Subscription> sessions = byRoom.get(one.room);
    if (rooms == null || sessions == null || !rooms.remove(one.room, one)) {
      return false;
    }
    if (rooms.isEmpty()) {
      bySession.remove(one.session);
    }
    sessions.remove(one.session);
    if (sessions.isEmpty()) {
      byRoom.remove(one.room);
    }
    return true;
  }

  /** All of one session. */
  synchronized List<Subscription> of(Session session) {
    return List.copyOf(bySession.getOrDefault(session, Map.of()).values());
  }

  synchronized List<Subscription> of(RoomId room) {
    return List.copyOf(byRoom.getOrDefault(room, Map.of()).values());
  }

  synchronized boolean has(RoomId room) {
    return byRoom.containsKey(room);
  }

  synchronized Set<RoomId> rooms() {
    return Set.copyOf(byRoom.keySet());
  }

  synchronized int count() {
    return bySession.values().stream().mapToInt(Map::size).sum();
  }
}
