package io.presence.endtoend.oracle;

import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does what the plan says for one person, one act after the other, on a thread of its own. */
final class Actor {
  /** How long what nobody acknowledges may take: the end of a session after its goodbye. */
  private static final long UNTOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LiveStack stack;
  private final World world;
  private final Person self;
  private final Calls calls;
  private final String token;
  private final long startNanos;

  Actor(LiveStack stack, Rest rest, World world, Person self, long startNanos) {
    this.stack = stack;
    this.world = world;
    this.self = self;
    this.calls = new Calls(stack, rest, world, self);
    this.startNanos = startNanos;
    token = stack.token(self.id);
  }

  void perform(List<Act> acts) throws InterruptedException {
    for (Act act : acts) {
      if (act instanceof Act.Pause(long millis)) {
        Thread.sleep(millis);
      } else {
        long from = System.nanoTime();
        perform(act);
        self.diary.add(
            "%6d..%6d ms %s %s"
                .formatted(
                    TimeUnit.NANOSECONDS.toMillis(from - startNanos),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
                    self.id,
                    act));
      }
    }
  }

  private void perform(Act act) {
    switch (act) {
      case Act.Connect(int device) -> connect(self.devices.get(device));
      case Act.Cut(int device) -> cut(self.devices.get(device));
      case Act.Goodbye(int device) -> goodbye(self.devices.get(device));
      case Act.Heartbeat(int device) ->
          seat(device).ask("heartbeat", "{\"active\":true}", List.of());
      case Act.SetStatus(int device, String word, String message) ->
          set(self.devices.get(device), word, message);
      case Act.PutMe(int gateway, Integer device, String word, String message) ->
          putMe(gateway, device == null ? null : self.devices.get(device), word, message);
      case Act.GetMe(int gateway) -> calls.me(gateway);
      case Act.Beat(int device) -> beat(self.devices.get(device));
      case Act.OpenStream open -> openStream(open);
      case Act.CloseStream() -> closeStream();
      case Act.Block(String whom) ->
          calls.change(world.block(self.id, whom), true, "PUT", "/blocks/" + whom, null);
      case Act.Unblock(String whom) ->
          calls.change(world.block(self.id, whom), false, "DELETE", "/blocks/" + whom, null);
      case Act.Befriend(String whom) ->
          calls.changeByAdmin(
              world.contact(self.id, whom),
              true,
              "PUT",
              "/v1/users/" + self.id + "/contacts/" + whom);
      case Act.Agree(String whom) -> calls.agree(whom);
      case Act.AskInVain(String whom, boolean withdraws) -> calls.askInVain(whom, withdraws);
      case Act.Part(String whom) ->
          calls.change(world.contact(self.id, whom), false, "DELETE", "/contacts/" + whom, null);
      case Act.SetPrivacy(Privacy privacy) ->
          calls.change(self.privacy, privacy, "PUT", "/privacy", privacy.json());
      case Act.Rename() -> calls.rename();
      case Act.Except(String whom, Exemption exemption) -> except(whom, exemption);
      case Act.JoinRoom(int room) -> member(world.rooms().get(room), true);
      case Act.LeaveRoom(int room) -> member(world.rooms().get(room), false);
      case Act.SubscribeRoom(int device, int room) ->
          subscribeRoom(seat(device), world.rooms().get(room));
      case Act.UnsubscribeRoom(int device, int room) ->
          unsubscribeRoom(seat(device), world.rooms().get(room));
      case Act.RestRoom(int gateway, int room) -> calls.room(gateway, world.rooms().get(room));
      case Act.Explain(int gateway, String viewer, String subject) ->
          calls.explain(gateway, viewer, subject);
      case Act.Get(int device, List<String> ids) ->
          seat(device).ask("get_presence", "{\"user_ids\":" + Json.array(ids) + "}", ids);
      case Act.Subscribe(int device, List<String> ids) -> subscribe(seat(device), ids);
      case Act.Unsubscribe(int device, List<String> ids) -> unsubscribe(seat(device), ids);
      case Act.RestGet(int gateway, List<String> ids) -> calls.get(gateway, ids);
      case Act.RestContacts(int gateway) -> calls.contacts(gateway);
      case Act.RestRelations(Relation relation) -> {
        var _ = calls.relations(relation);
      }
      case Act.Pause pause -> throw new IllegalStateException("not here: " + pause);
    }
  }

  private Seat seat(int device) {
    return Objects.requireNonNull(self.devices.get(device).seat);
  }

  private void connect(Device device) {
    device.lives.forEach(Life::mayBeReplaced);
    device.signedOff.begin(false);
    Life life = new Life();
    device.lives.add(life);
    Wire wire = Wire.join(stack.gateway(device.gateway), token, device.query());
    life.began();
    device.signedOff.done();
    Seat seat = new Seat(wire, device);
    self.seats.add(seat);
    device.seat = seat;
  }

  private void cut(Device device) {
    Seat seat = Objects.requireNonNull(device.seat);
    device.seat = null;
    seat.wire.cut();
    long now = System.nanoTime();
    device.lives.getLast().ends(now + ttl() - UNTOLD_NANOS, now + ttl() + UNTOLD_NANOS);
  }

  private void goodbye(Device device) {
    Seat seat = Objects.requireNonNull(device.seat);
    device.seat = null;
    long from = System.nanoTime();
    seat.wire.goodbye();
    device.lives.getLast().ends(from, System.nanoTime() + UNTOLD_NANOS);
  }

  private void beat(Device device) {
    device.signedOff.begin(false);
    Life life = new Life();
    device.lives.add(life);
    long from = System.nanoTime();
    calls.beat(device);
    life.began();
    device.signedOff.done();
    life.ends(from + ttl() - UNTOLD_NANOS, System.nanoTime() + ttl() + UNTOLD_NANOS);
  }

  private long ttl() {
    return TimeUnit.MILLISECONDS.toNanos(stack.ttlMillis());
  }

  private void set(Device device, @Nullable String word, String message) {
    Seat seat = Objects.requireNonNull(device.seat);
    String status = word == null ? "" : "\"status\":\"" + word + "\",";
    String data = "{" + status + "\"custom_message\":\"" + message + "\"}";
    set(List.of(device), word, message, () -> seat.ask("update_status", data, List.of()));
  }

  /**
   * @param device null for all
   */
  private void putMe(int gateway, @Nullable Device device, @Nullable String word, String message) {
    String status = word == null ? "" : ",\"status\":\"" + word + "\"";
    String which = device == null ? "" : ",\"device_id\":\"" + device.name + "\"";
    String body = "{\"custom_message\":\"" + message + "\"" + status + which + "}";
    List<Device> concerned = device == null ? self.devices : List.of(device);
    set(concerned, word, message, () -> calls.setMe(gateway, body));
  }

  private void set(List<Device> concerned, @Nullable String word, String message, Runnable call) {
    boolean signsOff = "offline".equals(word);
    String shown = word == null || signsOff ? self.hand.latest().word() : word;
    self.hand.begin(new Hand(message, shown));
    concerned.forEach(device -> device.signedOff.begin(signsOff));
    call.run();
    self.hand.done();
    concerned.forEach(device -> device.signedOff.done());
  }

  private void openStream(Act.OpenStream open) {
    String query =
        (open.ids().isEmpty() ? "" : "user_ids=" + String.join(",", open.ids()))
            + (open.subscriptionsOnly() ? "&watch=subscriptions" : "");
    Listening stream =
        new Listening(
            Events.join(stack.gateway(open.gateway()), token, query),
            open.gateway(),
            open.ids(),
            !open.subscriptionsOnly());
    self.streams.add(stream);
    self.stream = stream;
  }

  private void closeStream() {
    Objects.requireNonNull(self.stream).events().close();
    self.stream = null;
  }

  private void except(String whom, Exemption exemption) {
    String path = "/privacy/exceptions/" + whom;
    History<Exemption> history = world.exemption(self.id, whom);
    if (exemption.isNone()) {
      calls.change(history, exemption, "DELETE", path, null);
    } else {
      calls.change(history, exemption, "PUT", path, exemption.json());
    }
  }

  private void member(Room room, boolean joins) {
    String path = "/v1/rooms/" + room + "/members/" + self.id;
    calls.changeByAdmin(room.membership(self.id), joins, joins ? "PUT" : "DELETE", path);
    if (!joins) {
      // Their end may be told later, or not at all if the person is back by then.
      self.seats.forEach(seat -> seat.rooms.remove(room));
    }
  }

  private static void subscribeRoom(Seat seat, Room room) {
    seat.everRooms.add(room);
    if (seat.askRoom("subscribe_room", room)) {
      seat.rooms.add(room);
    }
  }

  private static void unsubscribeRoom(Seat seat, Room room) {
    seat.rooms.remove(room);
    var _ = seat.askRoom("unsubscribe_room", room);
  }

  private static void subscribe(Seat seat, List<String> ids) {
    seat.everSubscribed.addAll(ids);
    seat.subscribed.addAll(ids);
    seat.ask("subscribe_presence", "{\"user_ids\":" + Json.array(ids) + "}", ids);
  }

  private static void unsubscribe(Seat seat, List<String> ids) {
    seat.ask("unsubscribe_presence", "{\"user_ids\":" + Json.array(ids) + "}", List.of());
    ids.forEach(seat.subscribed::remove);
  }
}
