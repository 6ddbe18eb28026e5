package io.presence.expiry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.RoomId;
import io.presence.contracts.Rooms;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The rooms of {@link FakeFriendGraph}: members, and who sees whom, as the test gives them. */
final class FakeRooms {
  private static final String PATH = "/internal/v1/rooms/";

  final AtomicInteger asked = new AtomicInteger();

  /** What happens before an answer; false for 500, with an exception the connection breaks. */
  volatile Predicate<Question> before = question -> true;

  /**
   * @param what the last part of the path
   */
  record Question(RoomId room, String what, boolean post) {}

  private final Map<RoomId, ConcurrentSkipListMap<UserId, Rooms.Seat>> rooms =
      new ConcurrentHashMap<>();
  private final Map<UserId, ConcurrentSkipListMap<UserId, Sight>> relations =
      new ConcurrentHashMap<>();
  private final ObjectMapper json = ObjectMapper.getDefault();

  FakeRooms(HttpServer server) {
    server.createContext(PATH, this::answer);
  }

  /**
   * @param open whether strangers see them
   */
  void seat(RoomId room, UserId user, boolean open) {
    seats(room).put(user, new Rooms.Seat(user, "name of " + user, open));
  }

  void leave(RoomId room, UserId user) {
    seats(room).remove(user);
  }

  void relate(UserId viewer, UserId member, Sight sight) {
    relations.computeIfAbsent(viewer, key -> new ConcurrentSkipListMap<>()).put(member, sight);
    relations
        .computeIfAbsent(member, key -> new ConcurrentSkipListMap<>())
        .putIfAbsent(viewer, Sight.NONE);
  }

  private ConcurrentSkipListMap<UserId, Rooms.Seat> seats(RoomId room) {
    return rooms.computeIfAbsent(room, key -> new ConcurrentSkipListMap<>());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.incrementAndGet();
      String[] parts = exchange.getRequestURI().getPath().substring(PATH.length()).split("/", -1);
      RoomId room = new RoomId(parts[0]);
      boolean post = exchange.getRequestMethod().equals("POST");
      if (!before.test(new Question(room, parts[1], post))) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      byte[] body = post ? exchange.getRequestBody().readAllBytes() : new byte[0];
      Object answer =
          switch (parts[1]) {
            case "seats" -> post ? among(room, body) : page(room, exchange);
            case "relations" -> relations(room, body);
            default -> new Rooms.MembersPage(room, seats(room).size(), List.of(), null);
          };
      byte[] bytes = json.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Rooms.Seats among(RoomId room, byte[] body) throws IOException {
    Rooms.People people = Objects.requireNonNull(json.readValue(body, Rooms.People.class));
    return new Rooms.Seats(
        people.userIds().stream().map(seats(room)::get).filter(Objects::nonNull).toList(), null);
  }

  private Rooms.Seats page(RoomId room, HttpExchange exchange) {
    int limit = 0;
    NavigableMap<UserId, Rooms.Seat> rest = seats(room);
    for (String pair : exchange.getRequestURI().getQuery().split("&", -1)) {
      String value = pair.substring(pair.indexOf('=') + 1);
      if (pair.startsWith("limit=")) {
        limit = Integer.parseInt(value);
      } else if (!value.isEmpty()) {
        rest = seats(room).tailMap(new UserId(value), false);
      }
    }
    List<Rooms.Seat> items = rest.values().stream().limit(limit).toList();
    boolean more = rest.size() > items.size();
    return new Rooms.Seats(items, more ? items.getLast().userId() : null);
  }

  private Rooms.Relations relations(RoomId room, byte[] body) throws IOException {
    Rooms.Viewers viewers = Objects.requireNonNull(json.readValue(body, Rooms.Viewers.class));
    List<Rooms.Relation> items = new ArrayList<>();
    for (UserId viewer : viewers.viewers()) {
      relations
          .getOrDefault(viewer, new ConcurrentSkipListMap<>())
          .forEach((member, sight) -> {
            if (seats(room).containsKey(member)) {
              items.add(new Rooms.Relation(viewer, member, sight));
            }
          });
      if (seats(room).containsKey(viewer)) {
        items.add(new Rooms.Relation(viewer, viewer, Sight.FULL));
      }
    }
    return new Rooms.Relations(items, null);
  }
}
