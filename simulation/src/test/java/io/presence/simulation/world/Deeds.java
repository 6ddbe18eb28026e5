package io.presence.simulation.world;

import io.presence.contracts.UserId;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.WireTime;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.graph.GraphService;
import io.presence.simulation.graph.Rows;
import io.presence.simulation.graph.Rows.Pair;
import io.presence.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What people do: with their clients, and with their settings. */
final class Deeds {
  private final World world;
  private final Random random;

  Deeds(World world) {
    this.world = world;
    this.random = world.random;
  }

  /** One of them. */
  void doSomething() {
    Client client = any(world.clients());
    switch (random.nextInt(22)) {
      case 0, 1, 2, 3, 4, 5 -> {
        if (client.link == null) {
          client.connect();
        }
      }
      case 6 -> {
        world.story.add(() -> client + " says goodbye");
        client.goodbye();
      }
      case 7, 8 -> flap(client);
      case 9 -> {
        world.story.add(() -> client + " falls silent");
        client.fallSilent();
      }
      case 10 -> {
        if (client.link != null && client.link.silent) {
          world.story.add(() -> client + " comes back from silence");
          client.comeBack();
        }
      }
      case 11 -> client.active = !client.active;
      case 12, 13, 14 -> setStatus(client);
      case 15 -> {
        Person other = any(world.people);
        boolean on = random.nextInt(3) > 0;
        world.story.add(() -> client + (on ? " subscribes to " : " unsubscribes from ") + other);
        client.subscribe(other.user.value(), on);
      }
      case 16 -> readSlowly(client);
      default -> changeGraph();
    }
  }

  private void flap(Client client) {
    if (client.link != null) {
      world.story.add(() -> client + " is cut off");
      client.cut();
      if (random.nextInt(4) > 0) {
        world.scheduler.in(random.nextInt(20_000) * 1_000_000L, client::connect);
      } else {
        client.wanted = false;
      }
    }
  }

  private void readSlowly(Client client) {
    Client.Link link = client.link;
    if (link != null) {
      link.reading = false;
      world.story.add(() -> client + " reads nothing for a while");
      world.scheduler.in(random.nextInt(9_000) * 1_000_000L, () -> readAgain(link));
    }
  }

  static void readAgain(Client.Link link) {
    link.reading = true;
    if (link.channel != null) {
      link.channel.takesAgain();
    }
  }

  private void setStatus(Client client) {
    String status =
        switch (random.nextInt(8)) {
          case 0, 1 -> "busy";
          case 2 -> "away";
          case 3 -> "invisible";
          case 4 -> "offline";
          case 5 -> null;
          default -> "online";
        };
    StringBuilder data = new StringBuilder("{");
    if (status != null) {
      data.append("\"status\":\"").append(status).append('"');
    }
    if (status != null && random.nextInt(3) == 0 && "busy away invisible".contains(status)) {
      long ends = world.storeMillis() + 3_000 + random.nextInt(30_000);
      data.append(",\"expires_at\":\"").append(new WireTime(ends).text()).append('"');
    }
    if (status == null || random.nextInt(4) == 0) {
      data.append(data.length() > 1 ? "," : "").append("\"custom_message\":");
      data.append(random.nextInt(3) == 0 ? "null" : "\"at lunch " + random.nextInt(10) + "\"");
    }
    String said = data.append('}').toString();
    world.story.add(() -> client + " sets " + said);
    client.update(said, status);
  }

  // Settings, over REST.

  private void changeGraph() {
    GraphService graph = world.graph;
    Machine machine = world.graphMachine;
    if (graph == null || machine == null) {
      return;
    }
    UserId one = any(world.people).user;
    UserId other = any(world.people).user;
    Rows rows = world.rows;
    boolean on = random.nextBoolean();
    int what = one.equals(other) ? 2 : random.nextInt(3);
    switch (what) {
      case 0 -> {
        List<Pair> pairs = List.of(new Pair(one, other), new Pair(other, one));
        String words = one + (on ? " blocks " : " unblocks ") + other;
        rest(
            machine,
            words,
            pairs,
            moved ->
                graph.between(one, other, () -> moved(moved, () -> rows.block(one, other, on))));
      }
      case 1 -> {
        List<Pair> pairs = List.of(new Pair(one, other), new Pair(other, one));
        String words = one + " and " + other + (on ? " become" : " are no longer") + " contacts";
        rest(
            machine,
            words,
            pairs,
            moved ->
                graph.between(one, other, () -> moved(moved, () -> rows.contact(one, other, on))));
      }
      default -> {
        Rows.Privacy privacy = new Rows.Privacy(anyAudience(), anyAudience());
        List<Pair> pairs = new ArrayList<>();
        for (Person viewer : world.people) {
          if (!viewer.user.equals(one)) {
            pairs.add(new Pair(viewer.user, one));
          }
        }
        rest(
            machine,
            one + " sets " + privacy,
            pairs,
            moved -> graph.of(one, () -> moved(moved, () -> rows.privacy(one, privacy))));
      }
    }
  }

  private interface Write {
    void run(Runnable moved);
  }

  private static void moved(Runnable moved, Runnable change) {
    change.run();
    moved.run();
  }

  private void rest(Machine machine, String words, List<Pair> pairs, Write write) {
    world.story.add(() -> words + ": asked");
    machine.spawn(
        "request",
        () -> {
          world.scheduler.sleep(world.weather.wayNanos());
          try {
            write.run(() -> world.judge.rowsMoved(pairs));
            world.judge.returned(pairs);
            world.story.add(() -> words + ": returned");
          } catch (StoreUnavailableException e) {
            world.story.add(() -> words + ": 503, saved but not yet in force");
          }
        });
  }

  private Audience anyAudience() {
    return switch (random.nextInt(5)) {
      case 0 -> Audience.EVERYONE;
      case 1 -> Audience.NOBODY;
      default -> Audience.CONTACTS;
    };
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
