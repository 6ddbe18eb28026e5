package io.presence.endtoend.oracle;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Once everybody rests: what each viewer holds and is answered, against the model's view. */
final class Outcome {
  private static final List<String> ORDER = List.of("mobile", "desktop", "web");

  private final LiveStack stack;
  private final Rest rest;
  private final World world;

  Outcome(LiveStack stack, Rest rest, World world) {
    this.stack = stack;
    this.rest = rest;
    this.world = world;
  }

  /** Where pictures, answers and the model disagree; each names viewer, subject and channel. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (Person viewer : world.people().values()) {
      Map<String, String> expected = new TreeMap<>();
      for (Person subject : world.people().values()) {
        if (subject != viewer) {
          expected.put(subject.id, expected(viewer.id, subject));
        }
      }
      viewer.seats.stream()
          .filter(seat -> seat.device.seat == seat)
          .forEach(seat -> compareSeat(viewer, seat, expected, differences));
      for (int gateway = 0; gateway < 2; gateway++) {
        compareRest(viewer, gateway, expected, differences);
      }
    }
    return differences;
  }

  private void compareSeat(
      Person viewer, Seat seat, Map<String, String> expected, List<String> differences) {
    String channel = "the picture of " + viewer + " on socket " + seat.device;
    if (!seat.wire.isOpen()) {
      differences.add(channel + " ended: closed with " + seat.wire.closed().getNow(0));
      return;
    }
    Map<String, Claim> picture = fold(seat);
    for (Map.Entry<String, String> subject : expected.entrySet()) {
      String id = subject.getKey();
      Claim held = picture.get(id);
      boolean contact = world.contact(viewer.id, id).latest();
      boolean due = seat.subscribed.contains(id) || (contact && !seat.device.subscriptionsOnly);
      // Whoever unsubscribes is told nothing of it.
      boolean said =
          held != null
              && held.live()
              && !seat.device.subscriptionsOnly
              && !seat.everSubscribed.contains(id);
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

  private static Map<String, Claim> fold(Seat seat) {
    Map<String, Claim> picture = new HashMap<>();
    for (Wire.Frame frame : seat.wire.frames()) {
      Json.views(Json.read(frame.text())).stream()
          .map(Claim::of)
          .forEach(claim ->
              picture.merge(
                  claim.subject(), claim, (old, now) -> now.version() > old.version() ? now : old));
    }
    return picture;
  }

  private void compareRest(
      Person viewer, int gateway, Map<String, String> expected, List<String> differences) {
    String token = stack.token(viewer.id);
    List<String> ids = new ArrayList<>(expected.keySet());
    ids.addAll(world.ghosts());
    String path = "/v1/presence?user_ids=" + String.join(",", ids);
    Rest.Answer answer = rest.get(stack.gateway(gateway), path, token).ok();
    viewer.hear(
        new Heard(
            "GET /v1/presence", answer.sentNanos(), answer.atNanos(), ids, false, answer.body()));
    String channel = "GET /v1/presence of " + viewer + " on gateway " + gateway;
    for (Claim claim : Json.views(Json.read(answer.body())).stream().map(Claim::of).toList()) {
      String model = expected.get(claim.subject());
      if (model != null) {
        compare(channel, claim.subject(), model, claim, differences);
      }
    }
    Rest.Answer page =
        rest.get(stack.gateway(gateway), "/v1/presence/contacts?limit=500", token).ok();
    List<Claim> contacts = Json.views(Json.read(page.body())).stream().map(Claim::of).toList();
    Set<String> listed = Set.copyOf(contacts.stream().map(Claim::subject).toList());
    for (Map.Entry<String, String> subject : expected.entrySet()) {
      if (listed.contains(subject.getKey())
          != world.contact(viewer.id, subject.getKey()).latest()) {
        differences.add("GET /v1/presence/contacts of " + viewer + " is wrong about " + subject);
      }
    }
    for (Claim claim : contacts) {
      String model = expected.get(claim.subject());
      if (model != null) {
        compare(
            "GET /v1/presence/contacts of " + viewer, claim.subject(), model, claim, differences);
      }
    }
  }

  private static void compare(
      String channel, String subject, String model, Claim claim, List<String> differences) {
    if (!claim.gist().equals(model)) {
      differences.add(
          "%s: %s is [%s], must be [%s]".formatted(channel, subject, claim.gist(), model));
    }
  }

  /** The model's view, now that nothing moves. */
  private String expected(String viewer, Person subject) {
    long now = System.nanoTime();
    Seeing seeing = only(world.seeing(viewer, subject.id, now));
    Hand hand = only(subject.hand.at(now));
    List<String> types =
        ORDER.stream()
            .filter(type ->
                subject.devices.stream()
                    .anyMatch(device -> device.type.equals(type) && device.counts(now)))
            .toList();
    String lastSeen = seeing == Seeing.ALL && subject.wasEverHere() ? "told" : null;
    if (seeing == Seeing.NOTHING) {
      return gist("offline", null, List.of(), null);
    }
    return types.isEmpty() || hand.isInvisible()
        ? gist("offline", null, List.of(), lastSeen)
        : gist(hand.word(), hand.message(), types, lastSeen);
  }

  private static String gist(
      String status, @Nullable String message, List<String> types, @Nullable String lastSeen) {
    return new Claim("", status, lastSeen, message, types, 0, false).gist();
  }

  private static <T> T only(Set<T> possible) {
    if (possible.size() != 1) {
      throw new IllegalStateException("something is still under way: " + possible);
    }
    return possible.iterator().next();
  }
}
