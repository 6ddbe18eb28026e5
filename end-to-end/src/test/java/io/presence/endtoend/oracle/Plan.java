package io.presence.endtoend.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

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
  private static final List<String> TYPES = List.of("mobile", "desktop", "web");

  /**
   * Who fills the rooms beside the people: one is small, one is counted, and one becomes the other
   * whenever somebody comes or goes.
   */
  private static final List<Integer> FILLERS =
      List.of(0, Room.COUNTED_FROM + 10, Room.COUNTED_FROM - PEOPLE / 2);

  /**
   * @param prefix begins everybody's id
   */
  static Plan of(long seed, String prefix, Policy policy) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      people.add(person(prefix + ".p" + (char) ('a' + i), policy, random));
    }
    List<String> ghosts = new ArrayList<>();
    for (int i = 0; i < GHOSTS; i++) {
      ghosts.add(prefix + ".ghost" + i);
    }
    List<Room> rooms = new ArrayList<>();
    for (int i = 0; i < FILLERS.size(); i++) {
      List<String> fillers =
          IntStream.range(0, FILLERS.get(i)).mapToObj(n -> prefix + ".filler" + n).toList();
      rooms.add(new Room(prefix + ":room" + i, fillers, people));
    }
    World world = World.of(prefix, policy, people, ghosts, rooms);
    world.contacts().replaceAll((pair, none) -> new History<>(random.nextInt(100) < 45));
    world.blocks().replaceAll((pair, none) -> new History<>(random.nextInt(100) < 4));
    world
        .exemptions()
        .replaceAll((pair, none) ->
            new History<>(random.nextInt(100) < 10 ? exemption(random) : Exemption.NONE));
    rooms.forEach(
        room -> room.members().replaceAll((who, none) -> new History<>(random.nextInt(100) < 55)));
    Map<String, List<Act>> acts = new LinkedHashMap<>();
    for (Person person : people) {
      acts.put(person.id, new Script(world, person, random).write());
    }
    return new Plan(world, acts);
  }

  private static Person person(String id, Policy policy, Random random) {
    List<Device> devices = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      devices.add(
          new Device(
              "d" + i,
              TYPES.get(random.nextInt(TYPES.size())),
              random.nextInt(2),
              random.nextInt(100) < 20,
              false));
    }
    if (random.nextBoolean()) {
      devices.add(new Device("beating", TYPES.get(random.nextInt(TYPES.size())), 0, false, true));
    }
    return new Person(id, devices, random.nextInt(2) == 0 ? policy.unlessSet() : privacy(random));
  }

  static Privacy privacy(Random random) {
    Privacy.Who[] all = Privacy.Who.values();
    return new Privacy(all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
  }

  /** One that says something. */
  static Exemption exemption(Random random) {
    Exemption.Word[] all = Exemption.Word.values();
    Exemption exemption =
        new Exemption(all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
    return exemption.isNone() ? new Exemption(Exemption.Word.DENY, Exemption.Word.NONE) : exemption;
  }
}
