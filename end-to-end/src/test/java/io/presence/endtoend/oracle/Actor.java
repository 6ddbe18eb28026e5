package io.presence.endtoend.oracle;

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
  private final Rest rest;
  private final World world;
  private final Person self;
  private final String token;
  private final long startNanos;

  Actor(LiveStack stack, Rest rest, World world, Person self, long startNanos) {
    this.stack = stack;
    this.rest = rest;
    this.world = world;
    this.self = self;
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
      case Act.Block(String whom) ->
          change(world.block(self.id, whom), true, "PUT", "/blocks/" + whom, token, null);
      case Act.Unblock(String whom) ->
          change(world.block(self.id, whom), false, "DELETE", "/blocks/" + whom, token, null);
      case Act.Befriend(String whom) ->
          change(
              world.contact(self.id, whom), true, "PUT", "/contacts/" + whom, stack.admin(), null);
      case Act.Part(String whom) ->
          change(world.contact(self.id, whom), false, "DELETE", "/contacts/" + whom, token, null);
      case Act.SetPrivacy(Privacy privacy) ->
          change(self.privacy, privacy, "PUT", "/privacy", token, privacy.json());
      case Act.Get(int device, List<String> ids) ->
          seat(device).ask("get_presence", "{\"user_ids\":" + Json.array(ids) + "}", ids);
      case Act.Subscribe(int device, List<String> ids) -> subscribe(seat(device), ids);
      case Act.Unsubscribe(int device, List<String> ids) -> unsubscribe(seat(device), ids);
      case Act.RestGet(int gateway, List<String> ids) -> restGet(gateway, ids);
      case Act.RestContacts(int gateway) -> restContacts(gateway);
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
    long ttl = TimeUnit.MILLISECONDS.toNanos(stack.ttlMillis());
    long now = System.nanoTime();
    device.lives.getLast().ends(now + ttl - UNTOLD_NANOS, now + ttl + UNTOLD_NANOS);
  }

  private void goodbye(Device device) {
    Seat seat = Objects.requireNonNull(device.seat);
    device.seat = null;
    long from = System.nanoTime();
    seat.wire.goodbye();
    device.lives.getLast().ends(from, System.nanoTime() + UNTOLD_NANOS);
  }

  private void set(Device device, @Nullable String word, String message) {
    boolean signsOff = "offline".equals(word);
    String shown = word == null || signsOff ? self.hand.latest().word() : word;
    self.hand.begin(new Hand(message, shown));
    device.signedOff.begin(signsOff);
    String status = word == null ? "" : "\"status\":\"" + word + "\",";
    Objects.requireNonNull(device.seat)
        .ask("update_status", "{" + status + "\"custom_message\":\"" + message + "\"}", List.of());
    self.hand.done();
    device.signedOff.done();
  }

  private <T> void change(
      History<T> what, T value, String method, String path, String as, @Nullable String body) {
    what.begin(value);
    rest.call(method, stack.friendGraph().resolve("/v1/users/" + self.id + path), as, body).ok();
    what.done();
  }

  private void subscribe(Seat seat, List<String> ids) {
    seat.everSubscribed.addAll(ids);
    seat.subscribed.addAll(ids);
    seat.ask("subscribe_presence", "{\"user_ids\":" + Json.array(ids) + "}", ids);
  }

  private void unsubscribe(Seat seat, List<String> ids) {
    seat.ask("unsubscribe_presence", "{\"user_ids\":" + Json.array(ids) + "}", List.of());
    ids.forEach(seat.subscribed::remove);
  }

  void restGet(int gateway, List<String> ids) {
    Rest.Answer answer =
        rest.get(stack.gateway(gateway), "/v1/presence?user_ids=" + String.join(",", ids), token)
            .ok();
    self.hear(
        new Heard(
            "GET /v1/presence", answer.sentNanos(), answer.atNanos(), ids, false, answer.body()));
  }

  void restContacts(int gateway) {
    Rest.Answer answer =
        rest.get(stack.gateway(gateway), "/v1/presence/contacts?limit=500", token).ok();
    self.hear(
        new Heard(
            "GET /v1/presence/contacts",
            answer.sentNanos(),
            answer.atNanos(),
            null,
            true,
            answer.body()));
  }
}
