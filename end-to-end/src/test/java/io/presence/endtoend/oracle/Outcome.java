package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Once everybody rests: what each viewer holds and is answered, against the model's view. */
final class Outcome {
  private final LiveStack stack;
  private final Rest rest;
  private final World world;
  private final Expected expected;

  Outcome(LiveStack stack, Rest rest, World world) {
    this.stack = stack;
    this.rest = rest;
    this.world = world;
    this.expected = new Expected(world);
  }

  /** Where pictures, answers and the model disagree; each names viewer, subject and channel. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Person viewer : world.people().values()) {
      Map<String, String> views = expected.views(viewer.id);
      viewer.seats.stream()
          .filter(seat -> seat.device.seat == seat)
          .forEach(seat -> compareSeat(viewer, seat, views, differences));
      compareStream(viewer, views, differences);
      for (int gateway = 0; gateway < 2; gateway++) {
        compareRest(viewer, gateway, views, differences);
      }
      compareRelations(viewer, differences);
    }
    if (differences.isEmpty()) {
      world.people().values().forEach(viewer -> compareRooms(viewer, differences));
    }
    return differences;
  }

  /** Some pairs: what support is told that the one sees of the other, where that is wrong. */
  List<String> explained() {
    List<String> differences = new ArrayList<>();
    List<Person> people = List.copyOf(world.people().values());
    for (int i = 0; i < people.size(); i++) {
      Person viewer = people.get(i);
      Map<String, String> views = expected.views(viewer.id);
      for (int step : List.of(1, 5)) {
        String subject = people.get((i + step) % people.size()).id;
        Claim seen = calls(viewer).explain(i % 2, viewer.id, subject);
        compare("explain of " + viewer, subject, views.get(subject), seen, differences);
      }
    }
    return differences;
  }

  private Calls calls(Person viewer) {
    return new Calls(stack, rest, world, viewer);
  }

  private void compareSeat(
      Person viewer, Seat seat, Map<String, String> views, List<String> differences) {
    String channel = "the picture of " + viewer + " on socket " + seat.device;
    if (!seat.wire.isOpen()) {
      differences.add(channel + " ended: closed with " + seat.wire.closed().getNow(0));
      return;
    }
    Map<String, Claim> picture = fold(seat.wire.frames().stream().map(Wire.Frame::text));
    for (Map.Entry<String, String> subject : views.entrySet()) {
      String id = subject.getKey();
      Claim held = picture.get(id);
      boolean contact = world.contact(viewer.id, id).latest();
      boolean due =
          seat.subscribed.contains(id)
              || (contact && !seat.device.subscriptionsOnly)
              || seat.rooms.stream().anyMatch(room -> isToldBy(room, id));
      // Whoever unsubscribes is told nothing of it, nor who leaves a room.
      boolean said =
          held != null
              && held.live()
              && !seat.device.subscriptionsOnly
              && !seat.everSubscribed.contains(id)
              && seat.everRooms.isEmpty();
      if (due && held == null) {
        differences.add(channel + " has nobody for " + id);
      } else if (held != null && (due || said)) {
        compare(channel, id, subject.getValue(), held, differences);
        if (due && !held.live()) {
          differences.add(channel + " is not live on " + id);
        }
      }
    }
  }

  private static boolean isToldBy(Room room, String id) {
    return room.size() < Room.COUNTED_FROM && room.membership(id).latest();
  }

  private void compareStream(Person viewer, Map<String, String> views, List<String> differences) {
    Listening stream = viewer.stream;
    if (stream == null) {
      return;
    }
    String channel = "the picture of " + viewer + " on a stream of gateway " + stream.gateway();
    if (!stream.events().isOpen()) {
      differences.add(channel + " ended");
      return;
    }
    Map<String, Claim> picture =
        fold(
            stream.events().received().stream()
                .filter(event -> !event.name().isEmpty())
                .map(Events.Event::text));
    views.forEach((id, model) -> {
      Claim held = picture.get(id);
      if (stream.ids().contains(id)
          || (stream.contacts() && world.contact(viewer.id, id).latest())) {
        if (held == null) {
          differences.add(channel + " has nobody for " + id);
        } else {
          compare(channel, id, model, held, differences);
        }
      }
    });
  }

  private static Map<String, Claim> fold(Stream<String> texts) {
    Map<String, Claim> picture = new HashMap<>();
    texts
        .flatMap(text -> Json.views(Json.read(text)).stream())
        .map(Claim::of)
        .forEach(claim ->
            picture.merge(
                claim.subject(), claim, (old, now) -> now.version() > old.version() ? now : old));
    return picture;
  }

  private void compareRest(
      Person viewer, int gateway, Map<String, String> views, List<String> differences) {
    String token = stack.token(viewer.id);
    List<String> ids = new ArrayList<>(views.keySet());
    ids.addAll(world.ghosts());
    String path = "/v1/presence?user_ids=" + String.join(",", ids);
    Rest.Answer answer = rest.get(stack.gateway(gateway), path, token).ok();
    viewer.hear(
        new Heard(
            "GET /v1/presence",
            answer.sentNanos(),
            answer.atNanos(),
            ids,
            Reasons.NONE,
            answer.body()));
    String channel = "GET /v1/presence of " + viewer + " on gateway " + gateway;
    for (Claim claim : Json.views(Json.read(answer.body())).stream().map(Claim::of).toList()) {
      compare(channel, claim.subject(), views.get(claim.subject()), claim, differences);
    }
    Rest.Answer page =
        rest.get(stack.gateway(gateway), "/v1/presence/contacts?limit=500", token).ok();
    List<Claim> contacts = Json.views(Json.read(page.body())).stream().map(Claim::of).toList();
    Set<String> listed = Set.copyOf(contacts.stream().map(Claim::subject).toList());
    for (Map.Entry<String, String> subject : views.entrySet()) {
      if (listed.contains(subject.getKey())
          != world.contact(viewer.id, subject.getKey()).latest()) {
        differences.add("GET /v1/presence/contacts of " + viewer + " is wrong about " + subject);
      }
    }
    for (Claim claim : contacts) {
      compare(
          "GET /v1/presence/contacts of " + viewer,
          claim.subject(),
          views.get(claim.subject()),
          claim,
          differences);
    }
  }

  /** Names and everything else that may not be in it, the judge finds. */
  private void compareRelations(Person viewer, List<String> differences) {
    compareRelation(viewer, Relation.CONTACTS, world::contact, differences);
    compareRelation(viewer, Relation.HAS_BLOCKED, world::block, differences);
    compareRelation(viewer, Relation.ASKED_BY, (me, other) -> world.asking(other, me), differences);
    var _ = calls(viewer).relations(Relation.HAS_ASKED);
  }

  private void compareRelation(
      Person viewer,
      Relation relation,
      BiFunction<String, String, History<Boolean>> model,
      List<String> differences) {
    Set<String> listed = new TreeSet<>();
    calls(viewer).relations(relation).forEach(related -> listed.add(related.user()));
    Set<String> expected = new TreeSet<>();
    for (String other : world.people().keySet()) {
      if (!other.equals(viewer.id) && model.apply(viewer.id, other).latest()) {
        expected.add(other);
      }
    }
    if (!listed.equals(expected)) {
      differences.add("%s of %s: %s, must be %s".formatted(relation, viewer, listed, expected));
    }
  }

  private void compareRooms(Person viewer, List<String> differences) {
    int gateway = viewer.id.hashCode() & 1;
    for (Room room : world.rooms()) {
      boolean inside = room.membership(viewer.id).latest();
      String body = calls(viewer).settledRoom(gateway, room);
      if (inside != (body != null)) {
        differences.add("GET of room " + room + " by " + viewer + ": " + body);
      } else if (body != null) {
        compare("GET by " + viewer, viewer, room, Json.read(body), differences);
      }
    }
    for (Seat seat : viewer.seats) {
      for (Room room : seat.device.seat == seat ? seat.rooms : Set.<Room>of()) {
        if (room.size() >= Room.COUNTED_FROM) {
          seat.wire.frames().stream()
              .map(Wire.Frame::text)
              .filter(text -> text.contains("presence_aggregated") && text.contains(room.id))
              .reduce((first, second) -> second)
              .ifPresentOrElse(
                  text ->
                      compare(
                          "socket " + seat.device + " of " + viewer,
                          viewer,
                          room,
                          Json.read(text),
                          differences),
                  () -> differences.add("no count of " + room + " for " + viewer));
        }
      }
    }
  }

  private void compare(
      String channel, Person viewer, Room room, JsonNode counts, List<String> differences) {
    for (RoomClaim claim : RoomClaim.in(counts)) {
      String wrong = expected.wrong(viewer.id, room, claim);
      if (wrong != null) {
        differences.add(channel + ": " + room + " " + wrong);
      }
    }
  }

  private static void compare(
      String channel,
      String subject,
      @Nullable String model,
      Claim claim,
      List<String> differences) {
    if (model != null && !claim.gist().equals(model)) {
      differences.add(
          "%s: %s is [%s], must be [%s]".formatted(channel, subject, claim.gist(), model));
    }
  }
}
