package io.presence.endtoend.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The model's view of everybody, once nothing moves any more. */
final class Expected {
  private static final List<String> ORDER = List.of("mobile", "desktop", "web");
  private static final int SAMPLE = 5;

  private final World world;

  Expected(World world) {
    this.world = world;
  }

  /** Of everybody but the viewer. */
  Map<String, String> views(String viewer) {
    Map<String, String> views = new TreeMap<>();
    for (Person subject : world.people().values()) {
      if (!subject.id.equals(viewer)) {
        views.put(subject.id, view(viewer, subject).gist());
      }
    }
    return views;
  }

  private Claim view(String viewer, Person subject) {
    long now = System.nanoTime();
    Seeing seeing = only(world.seeing(viewer, subject.id, now));
    Hand hand = only(subject.hand.at(now));
    List<String> types = types(subject, now);
    boolean ever = subject.wasEverHere();
    String lastSeen = seeing == Seeing.ALL && ever ? "told" : null;
    String about = seeing == Seeing.ALL_BUT_EXACTLY_WHEN && ever ? Claim.LATELY : null;
    if (seeing == Seeing.NOTHING) {
      return claim("offline", null, List.of(), null, null);
    }
    return types.isEmpty() || hand.isInvisible()
        ? claim("offline", null, List.of(), lastSeen, about)
        : claim(hand.word(), hand.message(), types, lastSeen, about);
  }

  private static List<String> types(Person subject, long now) {
    return ORDER.stream()
        .filter(type ->
            subject.devices.stream()
                .anyMatch(device -> device.type.equals(type) && device.counts(now)))
        .toList();
  }

  /**
   * What is wrong with a count.
   *
   * @return null for nothing
   */
  @Nullable String wrong(String viewer, Room room, RoomClaim claim) {
    int[] counts = new int[3];
    Set<String> online = new TreeSet<>();
    for (Person member : world.people().values()) {
      if (room.membership(member.id).latest()) {
        String status = member.id.equals(viewer) ? own(member) : view(viewer, member).status();
        int as = List.of("online", "away", "busy").indexOf(status);
        if (as >= 0) {
          counts[as]++;
        }
        if (as == 0 && !member.id.equals(viewer)) {
          online.add(member.id);
        }
      }
    }
    boolean sampled =
        online.containsAll(claim.sampled())
            && claim.sampled().size() == Math.min(SAMPLE, online.size());
    RoomClaim model =
        new RoomClaim(room.id, counts[0], counts[1], counts[2], room.size(), claim.sample());
    return sampled && model.equals(claim)
        ? null
        : "is %s with %s, must be %s with %s"
            .formatted(claim.counts(), claim.sampled(), model.counts(), online);
  }

  /** As their rooms count them. */
  private static String own(Person self) {
    long now = System.nanoTime();
    Hand hand = only(self.hand.at(now));
    return types(self, now).isEmpty() || hand.isInvisible() ? "offline" : hand.word();
  }

  private static Claim claim(
      String status,
      @Nullable String message,
      List<String> types,
      @Nullable String lastSeen,
      @Nullable String about) {
    return new Claim("", status, lastSeen, about, message, types, 0, false);
  }

  private static <T> T only(Set<T> possible) {
    if (possible.size() != 1) {
      throw new IllegalStateException("something is still under way: " + possible);
    }
    return possible.iterator().next();
  }
}
