package io.presence.gateway.session;

import io.presence.contracts.PresenceView;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whom one session is told of, and what it was last told of each. Not thread-safe: guarded by its
 * session.
 *
 * <p>With {@link Watch#CONTACTS} it holds the contacts, from the snapshot on; with {@link
 * Watch#SUBSCRIPTIONS} those subscribed to, contacts or not. (Live updates about people who are no
 * contacts come with explicit watching; until then they are told {@code live: false}.) Bounded by
 * the contacts or by {@link #MAX_SUBSCRIPTIONS}; what waits, by {@link #MAX_PARKED}.
 */
final class Told {
  static final int MAX_SUBSCRIPTIONS = 5_000;
  static final int MAX_PARKED = 10_000;
  private static final int MAX_LEFT = 1_000;

  private final Watch watch;
  private final Map<UserId, Said> said = new HashMap<>();

  /**
   * The version of the last word about those who were contacts: a push from before it, still under
   * way, must not bring them back. The latest only; a push is under way for seconds.
   */
  private final Map<UserId, Long> left =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UserId, Long> eldest) {
          return size() > MAX_LEFT;
        }
      };

  /** Pushes about subjects that are being read, the latest of each; null when none. */
  private @Nullable Map<UserId, Push> parked;

  private boolean snapshotDone;

  Told(Watch watch) {
    this.watch = watch;
  }

  /** What to do with a push. */
  enum Verdict {
    SEND,
    /** Not newer than what was told. */
    OLD,
    /** The subject is being read: it waits for the answer. */
    PARKED,
    NOT_WATCHED,
    /** More wait than may: this session cannot be served. */
    TOO_MANY
  }

  Verdict push(Push push) {
    Said before = said.get(push.subject());
    if (before == null && watch == Watch.SUBSCRIPTIONS) {
      return Verdict.NOT_WATCHED;
    }
    if (Said.AWAITED.equals(before) || (before == null && !snapshotDone)) {
      return park(push);
    }
    // Unknown after the snapshot: somebody who has just become a contact.
    long last = before == null ? left.getOrDefault(push.subject(), 0L) : before.version();
    if (push.version() <= last) {
      return Verdict.OLD;
    }
    left.remove(push.subject());
    said.put(push.subject(), push);
    return before != null && push.isKnownTo(before) ? Verdict.OLD : Verdict.SEND;
  }

  private Verdict park(Push push) {
    if (parked == null) {
      parked = new HashMap<>();
    }
    Push before = parked.get(push.subject());
    if (before != null && push.version() <= before.version()) {
      return Verdict.OLD;
    }
    if (before == null && parked.size() >= MAX_PARKED) {
      return Verdict.TOO_MANY;
    }
    parked.put(push.subject(), push);
    return Verdict.PARKED;
  }

  /**
   * These will be told in an answer that is being read: from here on pushes about them count.
   *
   * @return false, and nothing happens, when it would be more than {@link #MAX_SUBSCRIPTIONS}
   */
  boolean await(Collection<UserId> subjects) {
    List<UserId> added = subjects.stream().filter(s -> !said.containsKey(s)).toList();
    if (watch == Watch.SUBSCRIPTIONS && said.size() + added.size() > MAX_SUBSCRIPTIONS) {
      return false;
    }
    added.forEach(subject -> said.put(subject, Said.AWAITED));
    return true;
  }

  /** The answer could not be read: those that wait for it are forgotten. */
  void giveUp(Collection<UserId> subjects) {
    for (UserId subject : subjects) {
      if (said.remove(subject, Said.AWAITED) && (watch == Watch.SUBSCRIPTIONS || snapshotDone)) {
        unpark(subject);
      }
    }
  }

  /**
   * The session is told these now, and of their changes from here on.
   *
   * @return pushes that have waited and are newer, to be sent right after
   */
  List<Push> watched(Collection<PresenceView> views) {
    List<Push> newer = new ArrayList<>();
    for (PresenceView view : views) {
      Said before = said.get(view.userId());
      if (before == null || before.version() <= view.version()) {
        remember(view);
      }
      Push waiting = unpark(view.userId());
      if (waiting != null && said.containsKey(view.userId()) && push(waiting) == Verdict.SEND) {
        newer.add(waiting);
      }
    }
    return newer;
  }

  /** The session is told these now; those that it does not watch are not remembered. */
  void answered(Collection<PresenceView> views) {
    for (PresenceView view : views) {
      Said before = said.get(view.userId());
      if (before != null && !Said.AWAITED.equals(before) && before.version() <= view.version()) {
        said.put(view.userId(), Said.Looked.at(view));
      }
    }
  }

  /**
   * All contacts were told.
   *
   * @return pushes that still wait: about people who have become contacts meanwhile
   */
  List<Push> snapshotDone() {
    snapshotDone = true;
    List<Push> rest = new ArrayList<>();
    if (parked != null) {
      for (Push push : List.copyOf(parked.values())) {
        if (!Said.AWAITED.equals(said.get(push.subject()))) {
          unpark(push.subject());
          if (push(push) == Verdict.SEND) {
            rest.add(push);
          }
        }
      }
    }
    return rest;
  }

  /** Tells no more of these; a session that watches its contacts goes on with those. */
  void unsubscribe(Collection<UserId> subjects) {
    if (watch == Watch.SUBSCRIPTIONS) {
      for (UserId subject : subjects) {
        said.remove(subject);
        unpark(subject);
      }
    }
  }

  /** What has become of a correction. */
  enum Corrected {
    /** The session sees no difference, or does not watch the subject. */
    SAME,
    SEND,
    /** What was read is older than what was told, or the subject is being read: look again. */
    LATER
  }

  /**
   * Compares what the viewer may see now with what it was told.
   *
   * @param now the view, live if the subject is a contact of the viewer now; its version is the "as
   *     of" of what was read
   * @param insist do not wait for anything newer than what was told
   */
  Corrected correct(PresenceView now, boolean insist) {
    Said before = said.get(now.userId());
    boolean mayJoin = now.live() && watch == Watch.CONTACTS;
    if (Said.AWAITED.equals(before) || (before == null && mayJoin && !snapshotDone)) {
      return Corrected.LATER;
    }
    if (before == null) {
      return mayJoin ? Corrected.SEND : Corrected.SAME;
    }
    if (before.projection() == Projection.of(now)) {
      return Corrected.SAME;
    }
    return before.version() > now.version() && !insist ? Corrected.LATER : Corrected.SEND;
  }

  /** The version that beats what was told of the subject. */
  long versionAfter(UserId subject, long asOf) {
    Said before = said.get(subject);
    return before == null ? asOf : Math.max(asOf, before.version() + 1);
  }

  /** What the session is told now; a contact that is none any more is watched no longer. */
  void remember(PresenceView view) {
    if (view.live() || watch == Watch.SUBSCRIPTIONS) {
      left.remove(view.userId());
      said.put(view.userId(), Said.Looked.at(view));
    } else {
      said.remove(view.userId());
      left.put(view.userId(), view.version());
    }
  }

  /**
   * The versions of what was told.
   *
   * @param subjects of these; null for all
   */
  void versions(@Nullable Set<UserId> subjects, BiConsumer<UserId, Long> each) {
    if (subjects != null && subjects.size() < said.size()) {
      for (UserId subject : subjects) {
        version(subject, said.get(subject), each);
      }
    } else {
      said.forEach((subject, last) -> {
        if (subjects == null || subjects.contains(subject)) {
          version(subject, last, each);
        }
      });
    }
  }

  private static void version(UserId subject, @Nullable Said last, BiConsumer<UserId, Long> each) {
    if (last != null && !Said.AWAITED.equals(last)) {
      each.accept(subject, last.version());
    }
  }

  boolean isTold(UserId subject) {
    return said.containsKey(subject);
  }

  /** Whether it was told, or is about to be told, of the subject. */
  boolean mayBeTold(UserId subject) {
    return isTold(subject) || (watch == Watch.CONTACTS && !snapshotDone);
  }

  Set<UserId> subjects() {
    return Set.copyOf(said.keySet());
  }

  private @Nullable Push unpark(UserId subject) {
    if (parked == null) {
      return null;
    }
    Push push = parked.remove(subject);
    if (parked.isEmpty()) {
      parked = null;
    }
    return push;
  }
}
