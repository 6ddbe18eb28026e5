package io.presence.endtoend.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one person's acts, and keeps in mind what they will have come to. */
final class Script {
  private static final int ACTS = 170;
  private static final int LONGEST_PAUSE_MILLIS = 50;
  private static final List<String> WORDS =
      List.of("online", "online", "busy", "away", "invisible", "invisible", "offline");

  private final World world;
  private final Person self;
  private final Random random;
  private final List<String> others;
  private final Set<String> blocked = new HashSet<>();
  private final Set<String> friends = new HashSet<>();
  private final Map<String, Exemption> exempted = new HashMap<>();
  private final boolean[] inside;
  private final boolean[] connected;
  private boolean listening;
  private final List<Act> acts = new ArrayList<>();
  private int messages;

  Script(World world, Person self, Random random) {
    this.world = world;
    this.self = self;
    this.random = random;
    others = world.people().keySet().stream().filter(id -> !id.equals(self.id)).toList();
    connected = new boolean[self.devices.size()];
    inside = new boolean[world.rooms().size()];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = world.rooms().get(i).membership(self.id).latest();
    }
    for (String other : others) {
      if (world.block(self.id, other).latest()) {
        blocked.add(other);
      }
      if (world.contact(self.id, other).latest()) {
        friends.add(other);
      }
      exempted.put(other, world.exemption(self.id, other).latest());
    }
  }

  List<Act> write() {
    connect(0);
    acts.add(status(0, "online"));
    while (acts.size() < ACTS) {
      int device = random.nextInt(connected.length);
      if (self.devices.get(device).socketless) {
        acts.add(withoutSocket(device));
      } else if (connected[device]) {
        acts.add(onDevice(device));
      } else if (chance(40)) {
        connect(device);
      } else {
        acts.add(anywhere());
      }
      acts.add(new Act.Pause(random.nextInt(LONGEST_PAUSE_MILLIS)));
    }
    return acts;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void connect(int device) {
    connected[device] = true;
    acts.add(new Act.Connect(device));
  }

  private Act withoutSocket(int device) {
    int dice = random.nextInt(100);
    if (dice < 35) {
      return new Act.Beat(device);
    }
    return dice < 55 ? putMe(device) : anywhere();
  }

  private Act onDevice(int device) {
    int dice = random.nextInt(100);
    if (dice < 34) {
      return status(device, word());
    } else if (dice < 39) {
      return new Act.SetStatus(device, null, message());
    } else if (dice < 50) {
      return new Act.Get(device, some());
    } else if (dice < 56) {
      return new Act.Subscribe(device, some());
    } else if (dice < 59) {
      return new Act.Unsubscribe(device, some());
    } else if (dice < 67) {
      return new Act.SubscribeRoom(device, random.nextInt(inside.length));
    } else if (dice < 69) {
      return new Act.UnsubscribeRoom(device, random.nextInt(inside.length));
    } else if (dice < 71) {
      return new Act.Heartbeat(device);
    } else if (dice < 76) {
      connected[device] = false;
      return random.nextBoolean() ? new Act.Goodbye(device) : new Act.Cut(device);
    }
    return anywhere();
  }

  private Act.SetStatus status(int device, String word) {
    return new Act.SetStatus(device, word, message());
  }

  private Act.PutMe putMe(@Nullable Integer device) {
    return new Act.PutMe(random.nextInt(2), device, chance(15) ? null : word(), message());
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String message() {
    return "~" + self.id + "~" + messages++ + "~";
  }

  private Act anywhere() {
    String other = others.get(random.nextInt(others.size()));
    int dice = random.nextInt(100);
    if (dice < 20) {
      return blocked.remove(other) ? new Act.Unblock(other) : block(other);
    } else if (dice < 30) {
      return new Act.SetPrivacy(Plan.privacy(random));
    } else if (dice < 45) {
      return except(other);
    } else if (dice < 55 && self.id.compareTo(other) < 0) {
      return friends.remove(other) ? new Act.Part(other) : befriend(other);
    } else if (dice < 63) {
      return comeOrGo(random.nextInt(inside.length));
    } else if (dice < 71) {
      return new Act.RestRoom(random.nextInt(2), random.nextInt(inside.length));
    } else if (dice < 75) {
      listening = !listening;
      return listening ? openStream() : new Act.CloseStream();
    } else if (dice < 79) {
      return putMe(null);
    } else if (dice < 81) {
      return new Act.GetMe(random.nextInt(2));
    } else if (dice < 84) {
      return new Act.Explain(random.nextInt(2), other, self.id);
    } else if (dice < 90) {
      return new Act.RestGet(random.nextInt(2), some());
    } else if (dice < 92) {
      return new Act.Rename();
    } else if (dice < 97) {
      Relation[] all = Relation.values();
      return new Act.RestRelations(all[random.nextInt(all.length)]);
    }
    return new Act.RestContacts(random.nextInt(2));
  }

  private Act openStream() {
    List<String> ids = chance(50) ? some() : List.of();
    return new Act.OpenStream(random.nextInt(2), ids, !ids.isEmpty() && chance(50));
  }

  private Act block(String other) {
    blocked.add(other);
    return new Act.Block(other);
  }

  private Act befriend(String other) {
    int dice = random.nextInt(100);
    if (dice < 30) {
      return new Act.AskInVain(other, chance(50));
    }
    friends.add(other);
    return dice < 65 ? new Act.Agree(other) : new Act.Befriend(other);
  }

  private Act except(String other) {
    Exemption before = exempted.getOrDefault(other, Exemption.NONE);
    Exemption now = before.isNone() || chance(50) ? Plan.exemption(random) : Exemption.NONE;
    exempted.put(other, now);
    return new Act.Except(other, now);
  }

  private Act comeOrGo(int room) {
    inside[room] = !inside[room];
    return inside[room] ? new Act.JoinRoom(room) : new Act.LeaveRoom(room);
  }

  /** Some people, and now and then somebody who never was. */
  private List<String> some() {
    List<String> all = new ArrayList<>(others);
    all.addAll(world.ghosts());
    Collections.shuffle(all, random);
    return List.copyOf(all.subList(0, 1 + random.nextInt(all.size())));
  }
}
