package io.presence.simulation.world;

import io.micronaut.json.tree.JsonNode;
import io.presence.contracts.CloseCode;
import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.SimulatedChannel;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.simulation.process.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An app on a device: connects, says that it is there, does what its person wants, and keeps the
 * picture that it is told. Its connection may be cut, fall silent, or stop taking frames.
 */
final class Client {
  private static final long HEARTBEAT_NANOS = 5_000_000_000L;
  private static final long PATIENCE_NANOS = 12_000_000_000L;

  final Person person;
  final DeviceId device;
  final DeviceType type;
  final Watch watch;
  private final World world;
  private final Scheduler scheduler;

  /** The connection at hand; null when there is none. */
  @Nullable Link link;

  /** When a gateway heard it last. */
  long heardAt = -1;

  /** Whether its person does something. */
  boolean active = true;

  /** Whether its person wants it to be connected. */
  boolean wanted;

  /** The last status that it asked for, and whether that was acknowledged. */
  @Nullable String asked;

  /**
   * Whether its device is signed off, or may be: until the word that it is not was acknowledged.
   */
  boolean signedOff;

  private final Map<Integer, String> asking = new TreeMap<>();
  private final Map<Integer, String> unsubscribing = new TreeMap<>();
  private int reference;

  Client(World world, Person person, DeviceId device, DeviceType type, Watch watch) {
    this.world = world;
    this.scheduler = world.scheduler;
    this.person = person;
    this.device = device;
    this.type = type;
    this.watch = watch;
  }

  /** One connection: what comes late from the one before is nobody's. */
  final class Link implements SimulatedChannel.Wire {
    final Gateway gateway;
    final Map<String, View> picture = new TreeMap<>();
    @Nullable SimulatedChannel channel;
    boolean silent;
    boolean reading = true;
    boolean snapshotDone;
    long greetedAt = -1;
    long longestGap;
    long heardHereAt;
    private long arrivesAt;
    private long sentAt;

    Link(Gateway gateway) {
      this.gateway = gateway;
    }

    /** In order, to the gateway. */
    void send(String frame) {
      toGateway(() -> {
        heard();
        if (channel != null) {
          channel.text(frame.getBytes(StandardCharsets.UTF_8));
        }
      });
    }

    void toGateway(Runnable arrival) {
      if (!silent) {
        sentAt = Math.max(sentAt + 1, scheduler.now() + world.weather.wayNanos());
        scheduler.in(sentAt - scheduler.now(), gateway.machine(), arrival);
      }
    }

    private void heard() {
      if (greetedAt >= 0) {
        longestGap = Math.max(longestGap, scheduler.now() - heardHereAt);
      }
      heardHereAt = scheduler.now();
      heardAt = Math.max(heardAt, scheduler.now());
    }

    private void toClient(Runnable arrival) {
      arrivesAt = Math.max(arrivesAt + 1, scheduler.now() + world.weather.wayNanos());
      scheduler.in(
          arrivesAt - scheduler.now(),
          () -> {
            if (link == this && !silent) {
              arrival.run();
            }
          });
    }

    @Override
    public void frame(byte[] frame) {
      toClient(() -> receive(this, frame));
    }

    @Override
    public void ping() {
      toClient(() ->
          toGateway(() -> {
            heard();
            if (channel != null) {
              channel.heard();
            }
          }));
    }

    @Override
    public void closed(CloseCode code) {
      forget();
      world.story.add(() -> gateway.machine() + " closes " + Client.this + ": " + code);
      toClient(() -> lost(code.retry()));
    }

    @Override
    public void dropped() {
      forget();
      world.story.add(() -> gateway.machine() + " drops " + Client.this);
      toClient(() -> lost(true));
    }

    @Override
    public boolean takes() {
      return reading;
    }

    /** On the gateway. */
    void forget() {
      if (channel != null) {
        gateway.closed(channel);
      }
    }

    @Override
    public String toString() {
      return "link to " + gateway.machine();
    }
  }

  /** Connects to some gateway that takes clients; tries again when there is none. */
  void connect() {
    wanted = true;
    if (link != null) {
      return;
    }
    Gateway gateway = world.anyOpenGateway();
    if (gateway == null) {
      scheduler.in(800_000_000, this::again);
      return;
    }
    Link next = new Link(gateway);
    link = next;
    world.story.add(() -> this + " connects to " + gateway.machine());
    next.toGateway(() -> {
      if (gateway.isOpen()) {
        heardAt = scheduler.now();
        next.heardHereAt = scheduler.now();
        next.channel =
            gateway.open(person.user, device, type, watch, machine -> make(machine, next));
      } else {
        next.toClient(() -> lost(true));
      }
    });
    scheduler.in(
        PATIENCE_NANOS,
        () -> {
          if (link == next && next.greetedAt < 0 && !next.silent) {
            world.story.add(() -> this + " waits no longer for an answer");
            cut();
            scheduler.in(500_000_000, this::again);
          }
        });
    scheduler.in(HEARTBEAT_NANOS, () -> beat(next));
  }

  private static SimulatedChannel make(Machine machine, Link link) {
    SimulatedChannel channel = new SimulatedChannel(machine, link);
    link.channel = channel;
    return channel;
  }

  private void again() {
    if (wanted) {
      connect();
    }
  }

  private void beat(Link of) {
    if (link == of) {
      if (of.greetedAt >= 0) {
        of.send("{\"event\":\"heartbeat\",\"data\":{\"active\":" + active + "}}");
      }
      scheduler.in(HEARTBEAT_NANOS, () -> beat(of));
    }
  }

  /** The connection is gone. */
  void lost(boolean comesBack) {
    link = null;
    if (comesBack && wanted) {
      scheduler.in(200_000_000L + scheduler.random().nextInt(2_000) * 1_000_000L, this::again);
    } else {
      wanted = false;
    }
  }

  /** Says goodbye. */
  void goodbye() {
    Link current = link;
    wanted = false;
    if (current != null) {
      current.toGateway(() -> {
        current.heard();
        if (current.channel != null) {
          current.channel.goodbye();
          current.forget();
        }
      });
      link = null;
    }
  }

  /** The connection ends; the gateway is told by the network. */
  void cut() {
    Link current = link;
    if (current != null) {
      // The end of the stream is a sign of life, too.
      current.toGateway(() -> {
        current.heard();
        if (current.channel != null) {
          current.channel.cut();
          current.forget();
        }
      });
      link = null;
    }
  }

  /** Nothing goes either way any more, and nobody is told. */
  void fallSilent() {
    Link current = link;
    if (current != null) {
      current.silent = true;
    }
  }

  /**
   * Comes back from silence with a new connection; the gateway knows nothing of the old one's end.
   */
  void comeBack() {
    link = null;
    connect();
  }

  void update(String data, @Nullable String status) {
    Link current = link;
    if (current != null && current.greetedAt >= 0) {
      asked = status;
      world.judge.asks(this, status);
      if (status != null) {
        asking.put(reference + 1, status);
      }
      current.send(
          "{\"event\":\"update_status\",\"ref\":" + ++reference + ",\"data\":" + data + "}");
    }
  }

  void subscribe(String user, boolean on) {
    Link current = link;
    if (current != null && current.greetedAt >= 0) {
      if (!on) {
        unsubscribing.put(reference + 1, user);
      }
      current.send(
          "{\"event\":\""
              + (on ? "" : "un")
              + "subscribe_presence\",\"ref\":"
              + ++reference
              + ",\"data\":{\"user_ids\":[\""
              + user
              + "\"]}}");
    }
  }

  private void receive(Link from, byte[] bytes) {
    JsonNode frame = world.read(bytes);
    String event = frame.get("event").getStringValue();
    switch (event) {
      case "authenticated" -> {
        from.greetedAt = scheduler.now();
        signedOff = false;
        asking.clear();
        world.story.add(() -> this + " is greeted by " + from.gateway.machine());
      }
      case "presence_info" -> {
        for (JsonNode item : frame.get("data").values()) {
          take(from, View.of(item), false);
        }
        JsonNode last = frame.get("last");
        if (last != null && last.getBooleanValue()) {
          from.snapshotDone = true;
        }
      }
      case "presence_updated" -> take(from, View.of(frame.get("data")), true);
      case "ack" -> {
        signedOn((int) frame.get("ref").getLongValue());
        unsubscribed(from, frame);
      }
      default -> {}
    }
  }

  private void signedOn(int acknowledged) {
    String status = asking.remove(acknowledged);
    if (status != null && !asking.containsValue("offline") && !status.equals("offline")) {
      signedOff = false;
    }
  }

  /** Who is no contact reaches this client no more. */
  private void unsubscribed(Link from, JsonNode ack) {
    String user = unsubscribing.remove((int) ack.get("ref").getLongValue());
    if (user != null
        && (watch == Watch.SUBSCRIPTIONS
            || !world.rows.areContacts(person.user, new UserId(user)))) {
      from.picture.remove(user);
    }
  }

  private void take(Link from, View view, boolean pushed) {
    View before = from.picture.get(view.user());
    if (before == null || before.version() <= view.version()) {
      from.picture.put(view.user(), view);
    }
    world.judge.told(this, from, view, before, pushed);
  }

  @Override
  public String toString() {
    return person + "'s " + device.value();
  }
}
