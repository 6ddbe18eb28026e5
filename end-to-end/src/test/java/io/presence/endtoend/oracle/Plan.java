package io.presence.endtoend.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What everybody will do, all of it decided by the seed. Only the interleaving of the people is
 * left to the machine. Everything that can change is changed by one person only: so its order is
 * known.
 *
 * @param acts of each person, in order
 */
record Plan(World world, Map<String, List<Act>> acts) {
  private static final int PEOPLE = 12;
  private static final int GHOSTS = 2;
  private static final int ACTS = 160;
  private static final int LONGEST_PAUSE_MILLIS = 50;
  private static final List<String> TYPES = List.of("mobile", "desktop", "web");
  private static final List<String> WORDS =
      List.of("online", "online", "busy", "away", "invisible", "invisible", "offline");

  /**
   * @param prefix begins everybody's id
   */
  static Plan of(long seed, String prefix) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(person(prefix + ".p" + (char) ('a' + i), random));
    }
    List<String> ghosts = new ArrayList<>();
    for (int i = 0; i < GHOSTS; i++) {
      ghosts.add(prefix + ".ghost" + i);
    }
    World world = World.of(prefix, people, ghosts);
    world.contacts().replaceAll((pair, none) -> new History<>(random.nextInt(100) < 45));
    world.blocks().replaceAll((pair, none) -> new History<>(random.nextInt(100) < 4));
    Map<String, List<Act>> acts = new LinkedHashMap<>();
    for (Person person : people) {
      acts.put(person.id, new Script(world, person, random).write());
    }
    return new Plan(world, acts);
  }

  private static Person person(String id, Random random) {
    List<Device> devices = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      devices.add(
          new Device(
              "d" + i,
              TYPES.get(random.nextInt(TYPES.size())),
              random.nextInt(2),
              random.nextInt(100) < 20));
    }
    return new Person(id, devices, random.nextInt(2) == 0 ? Privacy.UNLESS_SET : privacy(random));
  }

  private static Privacy privacy(Random random) {
    Privacy.Who[] all = Privacy.Who.values();
    return new Privacy(all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
  }

  /** Writes one person's acts, and keeps in mind what they will have come to. */
  private static final class Script {
    private final World world;
    private final Person self;
    private final Random random;
    private final List<String> others;
    private final Set<String> blocked = new HashSet<>();
    private final Set<String> friends = new HashSet<>();
    private final boolean[] connected;
    private final List<Act> acts = new ArrayList<>();
    private int messages;

    Script(World world, Person self, Random random) {
      this.world = world;
      this.self = self;
      this.random = random;
      others = world.people().keySet().stream().filter(id -> !id.equals(self.id)).toList();
      connected = new boolean[self.devices.size()];
      for (String other : others) {
        if (world.block(self.id, other).latest()) {
          blocked.add(other);
        }
        if (world.contact(self.id, other).latest()) {
          friends.add(other);
        }
      }
    }

    List<Act> write() {
      connect(0);
      acts.add(status(0, "online"));
      while (acts.size() < ACTS) {
        int device = random.nextInt(connected.length);
        if (connected[device]) {
          acts.add(onDevice(device));
        } else if (random.nextInt(100) < 40) {
          connect(device);
        } else {
          acts.add(anywhere());
        }
        acts.add(new Act.Pause(random.nextInt(LONGEST_PAUSE_MILLIS)));
      }
      return acts;
    }

    private void connect(int device) {
      connected[device] = true;
      acts.add(new Act.Connect(device));
    }

    private Act onDevice(int device) {
      int dice = random.nextInt(100);
      if (dice < 40) {
        return status(device, WORDS.get(random.nextInt(WORDS.size())));
      } else if (dice < 45) {
        return new Act.SetStatus(device, null, message());
      } else if (dice < 58) {
        return new Act.Get(device, some());
      } else if (dice < 66) {
        return new Act.Subscribe(device, some());
      } else if (dice < 69) {
        return new Act.Unsubscribe(device, some());
      } else if (dice < 72) {
        return new Act.Heartbeat(device);
      } else if (dice < 78) {
        connected[device] = false;
        return random.nextBoolean() ? new Act.Goodbye(device) : new Act.Cut(device);
      }
      return anywhere();
    }

    private Act.SetStatus status(int device, String word) {
      return new Act.SetStatus(device, word, message());
    }

    private String message() {
      return "~" + self.id + "~" + messages++ + "~";
    }

    private Act anywhere() {
      String other = others.get(random.nextInt(others.size()));
      int dice = random.nextInt(100);
      if (dice < 30) {
        return blocked.remove(other) ? new Act.Unblock(other) : block(other);
      } else if (dice < 45) {
        return new Act.SetPrivacy(privacy(random));
      } else if (dice < 62 && self.id.compareTo(other) < 0) {
        return friends.remove(other) ? new Act.Part(other) : befriend(other);
      } else if (dice < 90) {
        return new Act.RestGet(random.nextInt(2), some());
      }
      return new Act.RestContacts(random.nextInt(2));
    }

    private Act block(String other) {
      blocked.add(other);
      return new Act.Block(other);
    }

    private Act befriend(String other) {
      friends.add(other);
      return new Act.Befriend(other);
    }

    /** Some people, and now and then somebody who never was. */
    private List<String> some() {
      List<String> all = new ArrayList<>(others);
      all.addAll(world.ghosts());
      Collections.shuffle(all, random);
      return List.copyOf(all.subList(0, 1 + random.nextInt(all.size())));
    }
  }
}
