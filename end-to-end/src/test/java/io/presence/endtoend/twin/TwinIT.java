package io.presence.endtoend.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Non-interference: blocked, hidden, not permitted and never existed are one and the same, and so
 * are invisible and signed off: same frames, fields, order, statuses and headers.
 *
 * <p>Time is compared by medians of interleaved calls, printed, and asserted only coarsely: a
 * machine that does other things must not fail a build.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwinIT {
  private static final int ROUNDS = Integer.getInteger("presence.twin.rounds", 200);

  /** A socket that watches contacts, one that subscribes, and a stream. */
  private static final int EVERYWHERE = 3;

  /** The same without the subscription. */
  private static final int AS_A_CONTACT = 2;

  private static final int HIDINGS = 30;
  private static final double COARSE = 2.0;

  private final LiveStack stack;
  private final Rest rest = new Rest();
  private final List<Wire> wires = new ArrayList<>();

  /** Ids that are no longer than each other: sizes must not differ either. */
  private final String tag = "tw%06d-".formatted(System.nanoTime() % 1_000_000);

  private final String viewer = tag + "viewer";
  private Onlooker onlooker;

  TwinIT(LiveStack stack) {
    this.stack = stack;
  }

  /** Only now: whoever becomes a contact before is in the snapshot, and nothing is said of it. */
  private void watch() {
    befriend(tag + "zfriend");
    onlooker = new Onlooker(stack, rest, viewer);
  }

  @AfterEach
  void leave() {
    onlooker.close();
    wires.forEach(Wire::close);
    rest.close();
  }

  @Test
  void blockedHiddenNotPermittedAndUnknownStrangersAreOne() {
    watch();
    Map<String, String> kinds =
        Map.of(
            "blocked", stranger("a", "everyone"),
            "blocked by the viewer", stranger("b", "everyone"),
            "hidden", stranger("c", "nobody"),
            "not permitted", stranger("d", "contacts"),
            "hidden from the viewer alone", stranger("g", "everyone"),
            "offline, not permitted", tag + "e",
            "never existed", tag + "f");
    block(kinds.get("blocked"), viewer);
    block(viewer, kinds.get("blocked by the viewer"));
    deny(kinds.get("hidden from the viewer alone"), viewer);
    profile(kinds.get("offline, not permitted"));
    String unknown = kinds.get("never existed");

    Map<String, String> seen = onlooker.look(unknown);
    assertThat(seen.get("get")).contains("\"status\":\"offline\",\"last_seen\":null");
    kinds.forEach((kind, subject) -> assertThat(onlooker.look(subject)).as(kind).isEqualTo(seen));
    everybodyChanges();
    kinds.forEach((kind, subject) -> {
      assertThat(onlooker.pushed(subject)).as(kind).isEmpty();
      assertThat(onlooker.look(subject)).as(kind + ", after changes").isEqualTo(seen);
    });
    Map<String, String> touched = onlooker.touch(unknown);
    kinds.forEach(
        (kind, subject) -> assertThat(onlooker.touch(subject)).as(kind).isEqualTo(touched));

    List<String> subjects = kinds.keySet().stream().sorted().toList();
    Timings timings =
        Timings.of(subjects, ROUNDS, kind -> onlooker.raw(String.valueOf(kinds.get(kind))).nanos());
    System.out.println("[twin] strangers: " + timings);
    assertThat(timings.spread()).as("coarsely: %s", timings).isLessThan(COARSE);
  }

  @Test
  void contactsWhoBlockAndWhoHideAreOne() {
    List<String> all = contacts("a", "b", "c");
    String blocking = all.get(0);
    String blocked = all.get(1);
    String hiding = all.get(2);
    all.forEach(subject -> onlooker.awaitText(subject + " is here"));
    onlooker.beginHere();

    block(blocking, viewer);
    block(viewer, blocked);
    privacy(hiding, "nobody");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            all.stream().allMatch(subject -> onlooker.pushed(subject).size() == AS_A_CONTACT));
    Map<String, String> seen = onlooker.look(blocking);
    all.forEach(subject -> {
      assertThat(onlooker.look(subject)).as(subject).isEqualTo(seen);
      assertThat(onlooker.pushed(subject)).as(subject).isEqualTo(onlooker.pushed(blocking));
      assertThat(onlooker.pushed(subject).getLast()).contains("\"offline\",\"last_seen\":null");
    });

    List<String> corrected = onlooker.pushed(blocking);
    everybodyChanges();
    all.forEach(subject -> assertThat(onlooker.pushed(subject)).as(subject).isEqualTo(corrected));

    Timings timings = Timings.of(all, ROUNDS, subject -> onlooker.raw(subject).nanos());
    System.out.println("[twin] contacts who block, are blocked, hide: " + timings);
    assertThat(timings.spread()).as("coarsely: %s", timings).isLessThan(COARSE);
  }

  @Test
  void invisibleAndSignedOffAreOne() {
    List<String> both = contacts("a", "b");
    String invisible = both.get(0);
    String away = both.get(1);
    both.forEach(subject -> onlooker.awaitText(subject + " is here"));
    Wire one = wires.get(0);
    Wire other = wires.get(1);
    flush();
    onlooker.beginHere();
    sameFor(both);

    one.ask("update_status", "{\"status\":\"invisible\"}");
    other.ask("update_status", "{\"status\":\"offline\"}");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> both.forEach(id -> assertThat(onlooker.pushed(id)).as(id).hasSize(EVERYWHERE)));
    sameFor(both);
    assertThat(onlooker.pushed(away).getLast()).contains("\"offline\",\"last_seen\":\"<time>");
    List<String> lastSeen = both.stream().map(this::lastSeen).toList();
    List<String> pushed = onlooker.pushed(invisible);

    // Neither heartbeats nor messages nor another device nor its end tell the two apart.
    for (Wire wire : List.of(one, other)) {
      wire.ask("heartbeat", "{\"active\":true}");
      wire.ask("get_presence", "{\"user_ids\":[\"" + viewer + "\"]}");
    }
    one.ask("update_status", "{\"custom_message\":\"nobody reads this\"}");
    Wire second = Wire.join(stack.gateway(1), stack.token(invisible), "device_id=more");
    flush();
    second.goodbye();
    one.goodbye();
    other.goodbye();
    flush();
    both.forEach(subject -> assertThat(onlooker.pushed(subject)).as(subject).isEqualTo(pushed));
    assertThat(both.stream().map(this::lastSeen).toList()).isEqualTo(lastSeen);
    sameFor(both);

    Wire cut = Wire.join(stack.gateway(0), stack.token(invisible), "device_id=phone");
    cut.cut();
    long lapsed = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(stack.ttlMillis() + 2_000);
    await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() > lapsed);
    flush();
    both.forEach(subject -> assertThat(onlooker.pushed(subject)).as(subject).isEqualTo(pushed));
    assertThat(both.stream().map(this::lastSeen).toList()).isEqualTo(lastSeen);
    sameFor(both);

    Timings timings = Timings.of(both, ROUNDS, subject -> onlooker.raw(subject).nanos());
    System.out.println("[twin] invisible, signed off: " + timings);
    assertThat(timings.spread()).as("coarsely: %s", timings).isLessThan(COARSE);
  }

  /** A version is a time, and must not be that of a change which nobody could see. */
  @Test
  void noVersionTellsWhenSomebodyInvisibleDidSomething() {
    String subject = contacts("a").getFirst();
    onlooker.awaitText(subject + " is here");
    for (int i = 0; i < HIDINGS; i++) {
      Wire wire = wires.getLast();
      onlooker.beginHere();
      wire.ask("update_status", "{\"status\":\"invisible\"}");
      long hidden = System.currentTimeMillis();
      await().pollDelay(Duration.ZERO).until(() -> System.currentTimeMillis() > hidden + 1);
      long from = System.currentTimeMillis();
      wire.ask("update_status", "{\"custom_message\":\"nobody reads this\"}");
      wire.goodbye();
      long until = System.currentTimeMillis();
      flush();
      assertThat(onlooker.pushedVersions(subject))
          .as("round %d, from %d until %d", i, from, until)
          .isNotEmpty()
          .noneMatch(version -> from <= version && version <= until);
      arrive(subject);
      wires.getLast().ask("update_status", "{\"status\":\"online\"}");
      String back = subject + " is back " + i;
      wires.getLast().ask("update_status", "{\"custom_message\":\"" + back + "\"}");
      onlooker.awaitText(back);
    }
  }

  @Test
  void whoSetsSomethingWhileOfflineAndWhoDoesNothingAreOne() {
    List<String> both = Stream.of("a", "b").map(name -> tag + name).toList();
    both.forEach(this::befriend);
    watch();
    onlooker.beginHere();
    sameFor(both);
    String path = "/v1/presence/me";
    for (String body :
        List.of(
            "{\"status\":\"busy\",\"custom_message\":\"for later\"}",
            "{\"status\":\"invisible\"}",
            "{\"status\":\"offline\"}",
            "{\"status\":\"online\"}")) {
      rest.put(stack.gateway(0), path, stack.token(both.getFirst()), body).ok();
      flush();
      sameFor(both);
      both.forEach(subject -> assertThat(onlooker.pushed(subject)).as(body).isEmpty());
    }
  }

  @Test
  void inRoomsTheyAreOneToo() {
    watch();
    String invisible = stranger("a", "everyone");
    wires.getLast().ask("update_status", "{\"status\":\"invisible\"}");
    String hidden = stranger("b", "nobody");
    String blocking = stranger("c", "everyone");
    block(blocking, viewer);
    String blocked = stranger("d", "everyone");
    block(viewer, blocked);
    String notPermitted = stranger("e", "contacts");
    List<String> nothing = List.of(hidden, blocking, blocked, notPermitted, tag + "f");
    String away = stranger("g", "everyone");
    wires.getLast().ask("update_status", "{\"status\":\"offline\"}");
    List<String> offline = List.of(invisible, away);
    Stream.concat(nothing.stream(), offline.stream()).forEach(this::meet);
    flush();
    onlooker.beginHere();

    sameRoomsFor(nothing);
    sameRoomsFor(offline);
    assertThat(onlooker.meet(hidden).get("subscribe")).contains("\"status\":\"offline\"");
    for (int i = 0; i < wires.size(); i++) {
      boolean stays = i == wires.size() - 1;
      String status = i == 0 ? "invisible" : stays ? "offline" : "busy";
      wires
          .get(i)
          .ask(
              "update_status",
              "{\"status\":\"%s\"%s}"
                  .formatted(status, stays ? "" : ",\"custom_message\":\"not for you\""));
    }
    flush();
    sameRoomsFor(nothing);
    sameRoomsFor(offline);
    Stream.concat(nothing.stream(), offline.stream())
        .forEach(subject -> assertThat(onlooker.pushed(subject)).as(subject).isEmpty());
  }

  private void sameRoomsFor(List<String> subjects) {
    Map<String, String> seen = onlooker.meet(subjects.getFirst());
    subjects.forEach(subject -> assertThat(onlooker.meet(subject)).as(subject).isEqualTo(seen));
  }

  /** Puts the two into a room of their own. */
  private void meet(String subject) {
    String path = "/v1/rooms/" + Onlooker.room(subject) + "/members";
    String members = "{\"user_ids\":" + Json.array(List.of(viewer, subject)) + "}";
    rest.call("POST", stack.friendGraph().resolve(path), stack.admin(), members).ok();
  }

  private void sameFor(List<String> subjects) {
    Map<String, String> seen = onlooker.look(subjects.getFirst());
    List<String> pushed = onlooker.pushed(subjects.getFirst());
    subjects.forEach(subject -> {
      assertThat(onlooker.look(subject)).as(subject).isEqualTo(seen);
      assertThat(onlooker.pushed(subject)).as(subject).isEqualTo(pushed);
    });
  }

  private String lastSeen(String subject) {
    return String.valueOf(
        Json.text(Json.views(Json.read(onlooker.raw(subject).body())).getFirst(), "last_seen"));
  }

  /** Everybody who is connected does what people do; the friend last, and the viewer sees it. */
  private void everybodyChanges() {
    for (Wire wire : wires) {
      wire.ask("update_status", "{\"status\":\"busy\",\"custom_message\":\"not for you\"}");
      wire.ask("update_status", "{\"status\":\"offline\"}");
      wire.ask("update_status", "{\"status\":\"invisible\"}");
      wire.ask("update_status", "{\"status\":\"online\",\"custom_message\":\"back again\"}");
    }
    flush();
    assertThat(onlooker.watching().frames())
        .as("nobody hidden is heard of")
        .noneMatch(
            frame -> frame.text().contains("not for you") || frame.text().contains("back again"));
  }

  /**
   * Gives what was committed before the time to be fanned out: a friend changes, and is seen to
   * have changed, several times over. Another partition may still be slower than that; it would
   * then be caught by the next look at everything pushed.
   */
  private void flush() {
    String friend = tag + "zfriend";
    Wire wire = Wire.join(stack.gateway(0), stack.token(friend), "device_id=f");
    for (int i = 0; i < 5; i++) {
      String message = "flush " + System.nanoTime();
      wire.ask("update_status", "{\"custom_message\":\"" + message + "\"}");
      onlooker.awaitText(message);
    }
    wire.goodbye();
  }

  /** Somebody with a name, online, with a message, on both gateways' minds. */
  private String stranger(String name, String shows) {
    String id = tag + name;
    profile(id);
    privacy(id, shows);
    arrive(id);
    return id;
  }

  /** People whom the viewer sees arrive. */
  private List<String> contacts(String... names) {
    List<String> ids = Stream.of(names).map(name -> tag + name).toList();
    ids.forEach(this::befriend);
    watch();
    ids.forEach(this::arrive);
    return ids;
  }

  private void arrive(String id) {
    Wire wire = Wire.join(stack.gateway(wires.size()), stack.token(id), "device_id=phone");
    wires.add(wire);
    wire.ask("update_status", "{\"custom_message\":\"" + id + " is here\"}");
  }

  private void befriend(String id) {
    rest.befriend(stack, id + " " + viewer + "\n");
  }

  private void profile(String id) {
    rest.put(stack.friendGraph(), "/v1/users/" + id, stack.token(id), "{\"name\":\"A Name\"}").ok();
  }

  private void privacy(String id, String whom) {
    rest.put(
            stack.friendGraph(),
            "/v1/users/" + id + "/privacy",
            stack.token(id),
            "{\"show_online_status\":\"%s\",\"show_last_seen\":\"%s\"}".formatted(whom, whom))
        .ok();
  }

  private void deny(String who, String whom) {
    rest.put(
            stack.friendGraph(),
            "/v1/users/" + who + "/privacy/exceptions/" + whom,
            stack.token(who),
            "{\"show_online_status\":\"deny\"}")
        .ok();
  }

  private void block(String who, String whom) {
    rest.put(stack.friendGraph(), "/v1/users/" + who + "/blocks/" + whom, stack.token(who), null)
        .ok();
  }
}
