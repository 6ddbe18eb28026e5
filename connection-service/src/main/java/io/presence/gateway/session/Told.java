package io.presence.gateway.session;

import io.presence.contracts.PresenceView;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.lookup.Seen.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * <p>With {@link Watch#CONTACTS} it holds the contacts, from the snapshot on, also those whose
 * audience is too large to be pushed to: they are told {@code live: false} until that changes. With
 * {@link Watch#SUBSCRIPTIONS}, and beside the contacts, it holds those whom the session watches
 * explicitly, contacts or not: they are live. Bounded by the contacts and by {@link
 * #MAX_SUBSCRIPTIONS}; what waits, by {@link #MAX_PARKED}.
 */
final class Told {
  static final int MAX_SUBSCRIPTIONS = 5_000;
  static final int MAX_PARKED = 10_000;
  private static final int MAX_LEFT = 1_000;

  private final Watch watch;
  private final Map<UserId, Said> said = new HashMap<>();
  private final Explicit explicit = new Explicit();

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
    if (push.isExplicit() ? !explicit.contains(push.subject()) : notMine(before)) {
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

  /** A push to an audience is for who watches contacts, and for who has subscribed. */
  private boolean notMine(@Nullable Said before) {
    return before == null && watch == Watch.SUBSCRIPTIONS;
  }

  private Verdict park(Push push) {
    if (parked == null) {
      parked = new HashMap<>();
    }
    Push before = parked.get(push.subject());
    // Of the same change, the one for the audience stays: it outlives the explicit watch.
    boolean same = before != null && push.version() == before.version() && before.isExplicit();
    if (before != null && push.version() <= before.version() && !same) {
      return Verdict.OLD;
    }
    if (before == null && parked.size() >= MAX_PARKED) {
      return Verdict.TOO_MANY;
    }
    parked.put(push.subject(), push);
    return Verdict.PARKED;
  }

  /**
   * The session watches these explicitly from here on, and they will be told in an answer that is
   * about to be read: pushes about them count, and wait for it.
   *
   * @return those whom this reason has added; null, and nothing happens, when there would be more
   *     than {@link #MAX_SUBSCRIPTIONS}
   */
  @Nullable Set<UserId> watch(WatchReason reason, Collection<UserId> subjects) {
    Set<UserId> added = explicit.add(reason, subjects);
    if (added != null) {
      for (UserId subject : subjects) {
        Said before = said.putIfAbsent(subject, Said.AWAITED);
        if (before != null && !Said.AWAITED.equals(before) && watch == Watch.CONTACTS) {
          // Told before: a contact, unless it is watched for another reason, which knows better.
          explicit.reachIfUnknown(subject, before.live() ? Reach.PUSHED : Reach.PULLED);
        }
      }
    }
    return added;
  }

  /**
   * This reason to watch them is gone; contacts go on as contacts, others are told of no more.
   *
   * @return those whom the session does not watch explicitly any more
   */
  Set<UserId> unwatch(WatchReason reason, Collection<UserId> subjects) {
    Set<UserId> gone = new HashSet<>();
    for (UserId subject : subjects) {
      if (explicit.remove(reason, subject)) {
        gone.add(subject);
        unwatched(subject, explicit.takeReach(subject));
      }
    }
    return gone;
  }

  private void unwatched(UserId subject, Reach reach) {
    Said before = said.get(subject);
    boolean awaited = Said.AWAITED.equals(before);
    if (watch == Watch.SUBSCRIPTIONS || awaited || reach == Reach.STRANGER) {
      said.remove(subject);
      // Before the end of the snapshot what waits may be about a contact that comes with it.
      if (watch == Watch.SUBSCRIPTIONS || snapshotDone) {
        unpark(subject);
      }
    } else if (reach == Reach.PULLED && before != null) {
      said.put(subject, new Said.Looked(before.version(), false, 0));
    }
  }

  Set<UserId> explicit() {
    return explicit.all();
  }

  boolean isExplicit(UserId subject) {
    return explicit.contains(subject);
  }

  /** Whether changes of the subject reach the session by themselves. */
  boolean live(UserId subject, Reach reach) {
    explicit.reach(subject, reach);
    return isExplicit(subject) || (watch == Watch.CONTACTS && reach == Reach.PUSHED);
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
        remember(view, true);
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

  /** What has become of a correction. */
  enum Corrected {
    /** The session sees no difference, or does not watch the subject. */
    SAME,
    SEND,
    /** What was read is older than what was told, or the subject is being read: look again. */
    LATER
  }

  /**
   * Compares what the viewer may see now with what it was told. Who was told that somebody is not
   * live, and still is, is not corrected: whether they are hidden shows when they are asked for,
   * like everything else of them.
   *
   * @param now the view, with {@link #live} of now; its version is the "as of" of what was read
   * @param reach how the subject reaches the session otherwise
   * @param toldBefore the {@link #version} when the look began: if it is the same still, what was
   *     read is newer, whatever the versions say
   */
  Corrected correct(PresenceView now, Reach reach, long toldBefore) {
    Said before = said.get(now.userId());
    boolean contact = watch == Watch.CONTACTS && reach != Reach.STRANGER;
    boolean snapshotWaits = watch == Watch.CONTACTS && !snapshotDone;
    if (Said.AWAITED.equals(before) || (before == null && snapshotWaits)) {
      return Corrected.LATER;
    }
    if (before == null) {
      // Read before they were contacts no longer: who has left must not come back with it.
      long since = left.getOrDefault(now.userId(), 0L);
      boolean isOld = since >= now.version() && since != toldBefore;
      Corrected found = isOld ? Corrected.LATER : Corrected.SEND;
      return contact ? found : Corrected.SAME;
    }
    if (!before.live() && !now.live()) {
      if (!contact) {
        remember(now, false);
      }
      return Corrected.SAME;
    }
    if (before.projection() == Projection.of(now)) {
      return Corrected.SAME;
    }
    boolean isOld = before.version() > now.version() && before.version() != toldBefore;
    return isOld ? Corrected.LATER : Corrected.SEND;
  }

  /** The version that beats what was told of the subject. */
  long versionAfter(UserId subject, long asOf) {
    return Math.max(asOf, version(subject) + 1);
  }

  /** Of what was told of the subject last, or of their leaving; 0 if nothing was. */
  long version(UserId subject) {
    Said before = said.get(subject);
    return before == null ? left.getOrDefault(subject, 0L) : before.version();
  }

  /**
   * What the session is told now.
   *
   * @param watched false for somebody of whom it is told no more: no contact any longer, and not
   *     watched explicitly
   */
  void remember(PresenceView view, boolean watched) {
    if (watched) {
      left.remove(view.userId());
      said.put(view.userId(), Said.Looked.at(view));
    } else {
      said.remove(view.userId());
      left.put(view.userId(), view.version());
    }
  }

  /** The same, of somebody who reaches the session otherwise in this way. */
  void remember(PresenceView view, Reach reach) {
    boolean contact = watch == Watch.CONTACTS && reach != Reach.STRANGER;
    remember(view, contact || isExplicit(view.userId()));
  }

  /**
   * The versions of what was told of those who are live: nobody was promised more of the others.
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
    if (last != null && last.live() && !Said.AWAITED.equals(last)) {
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

  /** Whether it was told, or is about to be told, that changes of the subject will follow. */
  boolean mayBeLive(UserId subject) {
    Said before = said.get(subject);
    return before == null
        ? watch == Watch.CONTACTS && !snapshotDone
        : before.live() || Said.AWAITED.equals(before);
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
