package io.presence.gateway.lookup;

import io.presence.contracts.LastSeen;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.store.GraphVersions;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceReader.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's question about some people, looked at in rounds until nothing that matters moves
 * meanwhile. Used by one thread, once.
 *
 * <p>Each round reads graph versions, asks the permissions, reads the states, and reads the
 * versions again. A permission judges no state that had passed when it was asked for, so nobody is
 * told what was before they were allowed. And it judges a state only
 *
 * <ul>
 *   <li>if neither graph version has moved by the time the state was read: then nothing was hidden
 *       and had returned in between; or
 *   <li>if the state is still the one of the round before: then it was the state when the
 *       permission was asked for, and no later change is told (invariant Read-your-privacy-writes).
 * </ul>
 */
final class Inquiry {
  /** How often people who change while they are looked at are looked at again. */
  private static final int ROUNDS = 5;

  private final UserId viewer;
  private final List<UserId> subjects;
  private final PresenceReader reader;
  private final GraphVersions versions;
  private final FriendGraph graph;
  private final LastSeenLookup lastSeen;
  private final Map<UserId, Seen> seen = new HashMap<>();
  private final Set<UserId> missing = new HashSet<>();
  private Map<UserId, Reading> earlier = Map.of();

  Inquiry(
      UserId viewer,
      List<UserId> subjects,
      PresenceReader reader,
      GraphVersions versions,
      FriendGraph graph,
      LastSeenLookup lastSeen) {
    this.viewer = viewer;
    this.subjects = subjects;
    this.reader = reader;
    this.versions = versions;
    this.graph = graph;
    this.lastSeen = lastSeen;
  }

  Found answer() {
    List<UserId> open = subjects;
    Map<UserId, Long> before = versions.read(with(viewer, open));
    for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
      Map<UserId, Sights.Item> sights = sights(open);
      Map<UserId, Reading> readings = reader.read(open);
      Map<UserId, Long> after = versions.read(with(viewer, open));
      boolean viewerMoved = !Objects.equals(before.get(viewer), after.get(viewer));
      List<UserId> moved = new ArrayList<>();
      List<UserId> unknown = new ArrayList<>();
      for (UserId subject : open) {
        boolean still = !viewerMoved && Objects.equals(before.get(subject), after.get(subject));
        Reading reading = still ? answered(readings, subject) : unchanged(subject, readings);
        if (reading == null) {
          moved.add(subject);
          continue;
        }
        Sights.Item item = answered(sights, subject);
        if (!reading.certain() && item.sight() != Sight.NONE) {
          // Missing in a store that was emptied: unknown; whoever may see nothing sees offline.
          missing.add(subject);
          continue;
        }
        seen.put(
            subject,
            new Seen(subject, item.sight(), item.contact(), reading.state(), reading.asOf()));
        if (!reading.known() && item.sight().tellsLastSeen()) {
          unknown.add(subject);
        }
      }
      if (!unknown.isEmpty()) {
        moved.addAll(addLastSeen(unknown));
      }
      earlier = readings;
      before = after;
      open = moved;
    }
    missing.addAll(open);
    return new Found(
        subjects.stream().filter(subject -> !missing.contains(subject)).map(seen::get).toList(),
        subjects.stream().filter(missing::contains).toList());
  }

  private static Set<UserId> with(UserId viewer, List<UserId> subjects) {
    Set<UserId> all = new HashSet<>(subjects);
    all.add(viewer);
    return all;
  }

  private Map<UserId, Sights.Item> sights(List<UserId> of) {
    return graph.sights(new Sights.Question(viewer, of)).items().stream()
        .collect(Collectors.toMap(Sights.Item::userId, item -> item, (a, b) -> a));
  }

  private static <T> T answered(Map<UserId, T> answers, UserId subject) {
    T answer = answers.get(subject);
    if (answer == null) {
      throw new IllegalStateException("an answer leaves out somebody who was asked for");
    }
    return answer;
  }

  /** What was read in the round before, if the state has not changed since. */
  private @Nullable Reading unchanged(UserId subject, Map<UserId, Reading> readings) {
    Reading before = earlier.get(subject);
    return before != null && before.version() == answered(readings, subject).version()
        ? before
        : null;
  }

  /**
   * Adds when those were last seen whom the store does not know.
   *
   * @return those who have changed since they were read
   */
  private List<UserId> addLastSeen(List<UserId> unknown) {
    Map<UserId, LastSeen> kept = lastSeen.of(unknown);
    if (kept == null) {
      missing.addAll(unknown);
      return List.of();
    }
    List<UserId> changed = new ArrayList<>();
    for (UserId subject : unknown) {
      LastSeen row = kept.get(subject);
      if (row == null) {
        continue;
      }
      Seen before = Objects.requireNonNull(seen.get(subject));
      if (row.version() > before.asOf()) {
        changed.add(subject);
      } else {
        seen.put(subject, before.lastSeenAt(row.lastSeen()));
      }
    }
    return changed;
  }
}
