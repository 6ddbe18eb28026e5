package io.presence.simulation.process;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.channel.SimulatedChannel;
import io.presence.gateway.life.Departure;
import io.presence.gateway.life.Gate;
import io.presence.gateway.limit.BudgetDoor;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.socket.SocketDoor;
import io.presence.simulation.engine.Machine;
import io.presence.web.limit.RateLimits;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An incarnation of connection-service. */
public final class Gateway {
  /** What is made with the context; the rest when it is needed. */
  private static final String[] EAGER = {
    "gateway.report.SessionReports",
    "gateway.report.Ticker",
    "gateway.repair.StoreWatch",
    "gateway.repair.Repair",
    "gateway.watch.WatchedChanges",
    "gateway.graph.Corrections",
    "gateway.graph.GraphChanges",
    "gateway.delivery.Deliveries",
    "gateway.health.Degradation",
    "gateway.life.Announcer",
    "gateway.life.Departure",
    "gateway.socket.Connections"
  };

  private final Machine machine;
  private final GatewayId id = GatewayId.random();
  private final Wiring wiring;
  private final RateLimits limits;
  private @Nullable Gate gate;

  public Gateway(Surroundings around, Machine machine) {
    this.machine = machine;
    this.limits = new RateLimits(name -> null, around.meters());
    this.wiring =
        Service.wiring(around, machine)
            .give(GatewayId.class, id)
            .give(
                "gateway.report.ReportTransport",
                Service.heartbeat(around, machine, "gateway.report.ReportTransport"))
            .give(
                "gateway.lookup.FriendGraph",
                Service.graph(around, machine, "gateway.lookup.FriendGraph", 5_000))
            .give(
                "gateway.room.RoomGraph",
                Service.graph(around, machine, "gateway.room.RoomGraph", 5_000))
            .give(
                "gateway.lookup.LastSeenService",
                Service.lastSeen(around, machine, "gateway.lookup.LastSeenService", 5_000))
            .give(io.presence.web.Tokens.class, tokens())
            .choose("gateway.watch.LookAgain", "gateway.graph.Corrections");
    machine.spawn("main", this::start);
  }

  /** Nobody shows one in a frame: it comes with the upgrade. */
  private static Object tokens() {
    try {
      var constructor = io.presence.web.Tokens.class.getDeclaredConstructor(java.util.List.class);
      constructor.setAccessible(true);
      return constructor.newInstance(java.util.List.of());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start() {
    for (String bean : EAGER) {
      Object _ = wiring.get(bean);
    }
    gate = (Gate) wiring.get(Gate.class);
  }

  public Machine machine() {
    return machine;
  }

  public GatewayId id() {
    return id;
  }

  /** Whether an upgrade is accepted. */
  public boolean isOpen() {
    Gate current = gate;
    return machine.isAlive() && current != null && current.isOpen();
  }

  /** On this machine. */
  public SimulatedChannel open(
      UserId user,
      DeviceId device,
      DeviceType type,
      Watch watch,
      Function<Machine, SimulatedChannel> make) {
    SimulatedChannel channel = make.apply(machine);
    Channels channels = (Channels) wiring.get(Channels.class);
    channels.add(channel);
    channel.begin(
        SocketDoor.open(
            wiring.get("gateway.socket.Connections"),
            channel,
            BudgetDoor.budget(limits, "192.0.2.1"),
            user,
            device,
            type,
            watch));
    return channel;
  }

  /** On this machine: its socket is gone. */
  public void closed(SimulatedChannel channel) {
    ((Channels) wiring.get(Channels.class)).remove(channel);
  }

  /** The session on this channel; null when there is none. */
  public @Nullable Session session(UserId user, SimulatedChannel channel) {
    for (Session session : ((Sessions) wiring.get(Sessions.class)).of(user)) {
      if (session.channel() == channel) {
        return session;
      }
    }
    return null;
  }

  /** SIGTERM: tells clients when to come back, and dies. */
  public void leave(Runnable gone) {
    machine.spawn(
        "departure",
        () -> {
          ((Departure) wiring.get(Departure.class)).leave();
          gone.run();
        });
  }
}
