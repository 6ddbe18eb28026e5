package io.presence.graph.changes;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a write says of itself while its transaction runs: whom it is about, and whether it changed
 * who may see whom. A write that changed nothing still names the people: what an earlier attempt
 * left half done is finished before it returns. Confined to the thread of the write.
 */
public final class Effects {
  private final Set<UserId> concerned = new LinkedHashSet<>();
  private final Set<Touch> touches = new LinkedHashSet<>();

  Effects() {}

  /** About these two, and nobody else can notice. */
  public void between(UserId one, UserId other, boolean changed) {
    concerned.add(one);
    concerned.add(other);
    if (changed) {
      touches.add(new Touch(one, other));
      touches.add(new Touch(other, one));
    }
  }

  /** About anybody who could see this person, or whom this person could see. */
  public void of(UserId user, boolean changed) {
    concerned.add(user);
    if (changed) {
      touches.add(new Touch(user, null));
    }
  }

  /** This person has joined or left a room, which changes nobody's sight of anybody. */
  public void membership(UserId user, RoomId room, boolean changed) {
    concerned.add(user);
    if (changed) {
      touches.add(new Touch(user, user, room));
    }
  }

  /** What this person may see of these has changed by something that they did themself. */
  public void sightOf(UserId viewer, Collection<UserId> subjects) {
    subjects.forEach(subject -> touches.add(new Touch(subject, viewer)));
  }

  /** As {@link #of} for many, of whom some changed. */
  public void ofMany(Collection<UserId> users, Collection<UserId> changed) {
    concerned.addAll(users);
    changed.forEach(user -> of(user, true));
  }

  /** This person went away, and these lost them as a contact. */
  public void gone(UserId user, Collection<UserId> contacts, boolean changed) {
    of(user, changed);
    contacts.forEach(contact -> touches.add(new Touch(contact, user)));
  }

  Set<UserId> concerned() {
    return concerned;
  }

  List<Touch> touches() {
    return List.copyOf(touches);
  }
}
