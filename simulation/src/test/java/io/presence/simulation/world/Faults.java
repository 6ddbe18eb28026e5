package io.presence.simulation.world;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.net.Place;
import io.presence.simulation.process.Gateway;
import io.presence.simulation.process.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong. Each run has some kinds only: with all of them at once the rarer combinations
 * would never come up.
 */
final class Faults {
  private static final long SECOND = 1_000_000_000L;

  private final World world;
  private final Random random;
  private final List<Kind> kinds = new ArrayList<>();

  private record Kind(String name, Runnable strike) {}

  Faults(World world) {
    this.world = world;
    this.random = world.random;
    List<Kind> all =
        List.of(
            new Kind("gateway killed", this::killGateway),
            new Kind("gateway departs", this::departGateway),
            new Kind("gateway frozen", this::freezeGateway),
            new Kind("gateway's clock jumps", this::jumpClock),
            new Kind("worker killed", this::killWorker),
            new Kind("worker frozen", this::freezeWorker),
            new Kind("heartbeat-function killed", this::killHeartbeat),
            new Kind("persister killed", this::killPersister),
            new Kind("friend-graph killed", this::killGraph),
            new Kind("link cut", this::cutLink),
            new Kind("store away", this::storeAway),
            new Kind("store emptied", this::emptyStore),
            new Kind("Kafka away", this::busAway),
            new Kind("Postgres away", this::postgresAway),
            new Kind("network slow", this::slowNetwork),
            new Kind("network lossy", this::lossyNetwork));
    int some = 1 + random.nextInt(5);
    for (int i = 0; i < some; i++) {
      kinds.add(all.get(random.nextInt(all.size())));
    }
  }

  /** One of this run's. */
  void strike() {
    kinds.get(random.nextInt(kinds.size())).strike().run();
  }

  private void struck(String kind, String what) {
    world.weather.count(kind);
    world.story.add(() -> "FAULT: " + what);
  }

  private long nanos(long longestSeconds) {
    return (long) (random.nextDouble() * random.nextDouble() * longestSeconds * SECOND)
        + 200_000_000;
  }

  // Processes.

  private void killGateway() {
    int slot = random.nextInt(world.gateways.length);
    Gateway gateway = world.gateways[slot];
    if (gateway != null) {
      struck("gateway killed", gateway.machine() + " is killed");
      killed(gateway);
      world.gateways[slot] = null;
      world.scheduler.in(nanos(20), () -> world.startGateway(slot));
    }
  }

  /** Its clients find out, sooner or later. */
  private void killed(Gateway gateway) {
    gateway.machine().kill();
    for (Client client : world.clients()) {
      Client.Link link = client.link;
      if (link != null && link.gateway == gateway) {
        world.scheduler.in(
            nanos(6),
            () -> {
              if (client.link == link && !link.silent) {
                client.lost(random.nextInt(4) > 0);
              }
            });
      }
    }
  }

  private void departGateway() {
    int slot = random.nextInt(world.gateways.length);
    Gateway gateway = world.gateways[slot];
    if (gateway != null && gateway.isOpen()) {
      struck("gateway departs", gateway.machine() + " is told to stop");
      world.judge.troubled(gateway.machine(), Long.MAX_VALUE);
      gateway.leave(() ->
          world.scheduler.in(
              0,
              () -> {
                if (world.gateways[slot] == gateway) {
                  killed(gateway);
                  world.gateways[slot] = null;
                  world.scheduler.in(nanos(5), () -> world.startGateway(slot));
                }
              }));
    }
  }

  private void freezeGateway() {
    Gateway gateway = world.gateways[random.nextInt(world.gateways.length)];
    if (gateway != null) {
      freeze(gateway.machine());
    }
  }

  private void freezeWorker() {
    Worker worker = world.workers[random.nextInt(world.workers.length)];
    if (worker != null) {
      freeze(worker.machine());
    }
  }

  private void freeze(Machine machine) {
    long nanos = nanos(45);
    struck("process frozen", machine + " is frozen for " + nanos / 1_000_000 + " ms");
    machine.freeze(nanos);
    world.judge.troubled(machine, world.scheduler.now() + nanos);
  }

  private void jumpClock() {
    Gateway gateway = world.gateways[random.nextInt(world.gateways.length)];
    if (gateway != null) {
      long millis = random.nextInt(7_200_000) - 3_600_000L;
      struck("clock jumps", gateway.machine() + "'s clock is off by " + millis + " ms");
      gateway.machine().clockOffset(millis);
    }
  }

  private void killWorker() {
    int slot = random.nextInt(world.workers.length);
    Worker worker = world.workers[slot];
    if (worker != null) {
      struck("worker killed", worker.machine() + " is killed");
      worker.machine().kill();
      world.workers[slot] = null;
      world.scheduler.in(nanos(20), () -> world.startWorker(slot));
    }
  }

  private void killHeartbeat() {
    if (world.heartbeat != null) {
      struck("heartbeat-function killed", world.heartbeat.machine() + " is killed");
      world.heartbeat.machine().kill();
      world.heartbeat = null;
      world.scheduler.in(nanos(60), world::startHeartbeat);
    }
  }

  private void killPersister() {
    if (world.persister != null) {
      struck("persister killed", world.persister.machine() + " is killed");
      world.persister.machine().kill();
      world.persister = null;
      world.scheduler.in(nanos(20), world::startPersister);
    }
  }

  private void killGraph() {
    Machine machine = world.graphMachine;
    if (machine != null) {
      struck("friend-graph killed", machine + " is killed");
      machine.kill();
      world.graph = null;
      world.graphMachine = null;
      world.scheduler.in(nanos(20), world::startGraph);
    }
  }

  // The network.

  private void cutLink() {
    List<Machine> machines = new ArrayList<>();
    Consumer<@Nullable Machine> add =
        machine -> {
          if (machine != null) {
            machines.add(machine);
          }
        };
    for (Gateway gateway : world.gateways) {
      add.accept(gateway == null ? null : gateway.machine());
    }
    for (Worker worker : world.workers) {
      add.accept(worker == null ? null : worker.machine());
    }
    add.accept(world.heartbeat == null ? null : world.heartbeat.machine());
    add.accept(world.persister == null ? null : world.persister.machine());
    add.accept(world.graphMachine);
    Machine machine = machines.get(random.nextInt(machines.size()));
    List<Place> places = List.of(Place.values());
    Place place = places.get(random.nextInt(places.size()));
    long nanos = nanos(45);
    struck("link cut", machine + " cannot reach " + place + " for " + nanos / 1_000_000 + " ms");
    world.weather.cut(machine, place, nanos);
    if (place == Place.STORE) {
      world.judge.troubled(machine, world.scheduler.now() + nanos);
    }
  }

  private void storeAway() {
    // Long enough, often, for leases to run out meanwhile.
    long nanos = (long) (random.nextDouble() * 45 * SECOND);
    struck("store away", "the store does not answer for " + nanos / 1_000_000 + " ms");
    world.weather.down(Place.STORE, nanos);
  }

  private void emptyStore() {
    if (world.scheduler.now() - world.judge.emptiedAt() > World.TTL_NANOS) {
      struck("store emptied", "the store is empty");
      world.store.empty();
      world.judge.emptied();
    }
  }

  private void busAway() {
    long nanos = nanos(30);
    struck("Kafka away", "Kafka does not answer for " + nanos / 1_000_000 + " ms");
    world.weather.down(Place.BUS, nanos);
  }

  private void postgresAway() {
    long nanos = nanos(30);
    struck("Postgres away", "Postgres does not answer for " + nanos / 1_000_000 + " ms");
    world.postgresAnswers = false;
    world.scheduler.in(nanos, () -> world.postgresAnswers = true);
  }

  private void slowNetwork() {
    long longest = 20_000_000L + random.nextInt(1_500) * 1_000_000L;
    long nanos = nanos(30);
    struck("network slow", "messages take up to " + longest / 1_000_000 + " ms");
    world.judge.slow(longest);
    world.weather.slow(longest, nanos);
  }

  private void lossyNetwork() {
    long nanos = nanos(30);
    struck("network lossy", "messages are lost for " + nanos / 1_000_000 + " ms");
    world.weather.lossy(nanos);
  }

  /** All is well again. */
  void heal() {
    world.story.add(() -> "all faults end");
    world.weather.clear();
    world.postgresAnswers = true;
    for (Gateway gateway : world.gateways) {
      if (gateway != null) {
        gateway.machine().thaw();
      }
    }
    for (Worker worker : world.workers) {
      if (worker != null) {
        worker.machine().thaw();
      }
    }
    world.startAll();
    for (Client client : world.clients()) {
      if (client.link != null) {
        Deeds.readAgain(client.link);
      }
    }
  }
}
