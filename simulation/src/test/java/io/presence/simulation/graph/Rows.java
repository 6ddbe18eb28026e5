package io.presence.simulation.graph;

import io.presence.contracts.Sight;
import io.presence.contracts.Standing;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who knows, blocks and hides from whom. Outlives processes. */
public final class Rows {
  private final List<UserId> people;
  private final Set<Pair> contacts = new LinkedHashSet<>();
  private final Set<Pair> blocks = new LinkedHashSet<>();
  private final Map<UserId, Privacy> privacy = new LinkedHashMap<>();

  /** One looks at, or acts on, the other. */
  public record Pair(UserId one, UserId other) {}

  /** Somebody's settings. */
  public record Privacy(Audience onlineStatus, Audience lastSeen) {
    static final Privacy DEFAULTS = new Privacy(Audience.CONTACTS, Audience.CONTACTS);
  }

  public Rows(List<UserId> people) {
    this.people = people;
  }

  public boolean areContacts(UserId one, UserId other) {
    return contacts.contains(new Pair(one, other));
  }

  public void contact(UserId one, UserId other, boolean are) {
    change(contacts, new Pair(one, other), are);
    change(contacts, new Pair(other, one), are);
  }

  public boolean hasBlocked(UserId one, UserId other) {
    return blocks.contains(new Pair(one, other));
  }

  public void block(UserId one, UserId other, boolean is) {
    change(blocks, new Pair(one, other), is);
  }

  public void privacy(UserId user, Privacy settings) {
    privacy.put(user, settings);
  }

  private static void change(Set<Pair> pairs, Pair pair, boolean in) {
    if (in) {
      pairs.add(pair);
    } else {
      pairs.remove(pair);
    }
  }

  List<UserId> contactsOf(UserId user) {
    List<UserId> all = new ArrayList<>();
    for (UserId other : people) {
      if (areContacts(user, other)) {
        all.add(other);
      }
    }
    return all;
  }

  /** The product's own decision. */
  public Sight sight(UserId viewer, UserId subject) {
    Privacy settings = privacy.getOrDefault(subject, Privacy.DEFAULTS);
    Standing standing =
        new Standing(
            viewer.equals(subject),
            people.contains(subject),
            hasBlocked(subject, viewer),
            hasBlocked(viewer, subject),
            areContacts(viewer, subject),
            Standing.Setting.of(settings.onlineStatus()),
            Standing.Setting.of(settings.lastSeen()),
            false);
    return Visibility.decide(standing, VisibilityPolicy.DEFAULTS).sight();
  }
}
