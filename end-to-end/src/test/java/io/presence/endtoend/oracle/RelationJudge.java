package io.presence.endtoend.oracle;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a list of the friend graph against what its reader was allowed to know: who is in it, and
 * what they are called. Where either of two has blocked the other, neither learns what the other is
 * called since.
 */
final class RelationJudge {
  private final World world;
  private final Person viewer;

  RelationJudge(World world, Person viewer) {
    this.world = world;
    this.viewer = viewer;
  }

  /**
   * @param from when the list was asked for
   * @return what is wrong with it; null for nothing
   */
  @Nullable String wrong(Relation relation, Related item, long from, long to) {
    if (!world.people().containsKey(item.user()) || item.user().equals(viewer.id)) {
      return "nobody of this world may be in it: " + item;
    }
    if (!mayBeIn(relation, item.user(), from, to)) {
      return "they were not among the " + relation + " then";
    }
    if (!relation.names()) {
      return item.name() == null ? null : "it has a name: " + item;
    }
    Set<String> names = names(item.user(), from, to);
    return names.contains(item.name())
        ? null
        : "they may be called %s, not %s".formatted(names, item.name());
  }

  private boolean mayBeIn(Relation relation, String subject, long from, long to) {
    return switch (relation) {
      case CONTACTS -> world.contact(viewer.id, subject).during(from, to).contains(true);
      case ASKED_BY ->
          world.asking(subject, viewer.id).during(from, to).contains(true)
              && world.block(viewer.id, subject).during(from, to).contains(false);
      // A request that was declined stays where its sender sees it.
      case HAS_ASKED -> world.asking(viewer.id, subject).during(Long.MIN_VALUE, to).contains(true);
      case HAS_BLOCKED -> world.block(viewer.id, subject).during(from, to).contains(true);
    };
  }

  /** Everything that the viewer may be told the subject is called, in this time. */
  Set<String> names(String subject, long from, long to) {
    Set<String> names = new HashSet<>();
    History<Boolean> mine = world.block(viewer.id, subject);
    History<Boolean> theirs = world.block(subject, viewer.id);
    if (mine.during(from, to).contains(false) && theirs.during(from, to).contains(false)) {
      names.addAll(world.person(subject).names.during(from, to));
    }
    frozen(subject, mine, theirs, from, to, names);
    frozen(subject, theirs, mine, from, to, names);
    return names;
  }

  /**
   * What they were called when a block began; one that began during another took over its names.
   */
  private void frozen(
      String subject,
      History<Boolean> block,
      History<Boolean> other,
      long from,
      long to,
      Set<String> names) {
    for (History.Start start : block.starts(true, from, to)) {
      // Where both were there from the beginning, neither has taken over what the other says.
      boolean first = start.from() == Long.MIN_VALUE;
      if (first || other.during(start.from(), start.certain()).contains(false)) {
        names.addAll(world.person(subject).names.during(start.from(), start.certain()));
      }
      // Only what began earlier: so this ends.
      for (History.Start earlier : other.starts(true, start.from(), start.certain())) {
        if (earlier.from() < start.from()) {
          frozen(subject, other, block, earlier.from(), earlier.certain(), names);
        }
      }
    }
  }
}
