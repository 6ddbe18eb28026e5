package io.presence.gateway.session;

import io.presence.contracts.CloseCode;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceView;
import io.presence.contracts.SessionId;
import io.presence.contracts.UserId;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.channel.Outlet;
import io.presence.gateway.lookup.Seen;
import io.presence.gateway.protocol.FrameWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated client of this gateway: its identity, its liveness, and what it was told.
 *
 * <p>Its id names it in reports; a session that the store has ended while its socket lives goes on
 * under a new id. Everything that decides what the client is told and in which order happens under
 * this object's lock, which is held for no longer than it takes to enqueue a frame.
 */
public final class Session {
  public static final int MAX_SUBSCRIPTIONS = Told.MAX_SUBSCRIPTIONS;

  /** Of frames with the client's own status only the latest matters. */
  private static final Object ME = "me";

  private static final Object LEVEL = "level";

  /** What became of a push, for those who count. */
  public enum Pushed {
    SENT,
    OLD,
    PARKED,
    NOT_WATCHED
  }

  private final Identity identity;
  private final Outlet channel;
  private final Liveness liveness;
  private final Told told;
  private volatile SessionId id = SessionId.random();
  private volatile @Nullable Instant tokenExpires;
  private volatile @Nullable Instant tokenReminder;
  private volatile boolean begun;
  private volatile boolean signedOff;
  private volatile boolean evicted;
  private boolean ended;
  private boolean greeted;
  private String level = "live";

  /** What the client knows of its own status: a {@link Me}, or a me_updated frame with one. */
  private @Nullable Object me;

  private byte @Nullable [] meParked;
  private long meVersion = Long.MIN_VALUE;

  public Session(Identity identity, Outlet channel, Timing timing, long now) {
    this.identity = identity;
    this.channel = channel;
    liveness = new Liveness(timing, now);
    told = new Told(identity.watch());
  }

  public Identity identity() {
    return identity;
  }

  public UserId user() {
    return identity.user();
  }

  public Outlet channel() {
    return channel;
  }

  public Liveness liveness() {
    return liveness;
  }

  public SessionId id() {
    return id;
  }

  /**
   * Goes on under a new id, because the store has ended the old one.
   *
   * @return false when there is nothing to go on with: the socket has ended or was evicted, or the
   *     session has another id already
   */
  public synchronized boolean beginAgain(SessionId endedId) {
    if (ended || evicted || !id.equals(endedId)) {
      return false;
    }
    id = SessionId.random();
    begun = false;
    return true;
  }

  /** The store knows of it: from here on it is renewed. */
  public void begun() {
    begun = true;
  }

  public boolean hasBegun() {
    return begun;
  }

  /** When its token stops being accepted; null for never. */
  public @Nullable Instant tokenExpires() {
    return tokenExpires;
  }

  /**
   * @param reminder when the client is to be asked for a fresh one
   */
  public void tokenExpires(@Nullable Instant at, @Nullable Instant reminder) {
    tokenExpires = at;
    tokenReminder = reminder;
  }

  /** Whether it is time to ask the client for a fresh token; once for each token. */
  public boolean takeTokenReminder(Instant now) {
    Instant reminder = tokenReminder;
    if (reminder == null || now.isBefore(reminder)) {
      return false;
    }
    tokenReminder = null;
    return true;
  }

  /** Whether the person signed this device off through this session, and has not come back. */
  public boolean signedOff() {
    return signedOff;
  }

  public void signedOff(boolean off) {
    signedOff = off;
  }

  public synchronized boolean isEnded() {
    return ended;
  }

  /**
   * From here on nothing is told and nothing reported of it.
   *
   * @return false when it had ended before
   */
  public synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** The first frame: nothing is sent before it. */
  public synchronized void greet(byte[] authenticated, Me me) {
    channel.send(authenticated);
    greeted = true;
    if (this.me == null) {
      this.me = me;
    }
    if (meParked != null) {
      channel.send(meParked);
      meParked = null;
    }
  }

  /**
   * How old what the client holds may be; live until it is told otherwise.
   *
   * @param frame says it; not sent when the client knows
   */
  public synchronized void sayLevel(String now, byte[] frame) {
    if (greeted && !level.equals(now)) {
      level = now;
      channel.send(LEVEL, frame);
    }
  }

  /**
   * Sends a frame that answers nothing and tells of nobody.
   *
   * @return false when the client has not been greeted yet
   */
  public synchronized boolean say(byte[] frame) {
    if (greeted) {
      channel.send(frame);
    }
    return greeted;
  }

  /** What the client knows of its own status: a {@link Me}, or the last me_updated frame. */
  public synchronized @Nullable Object me() {
    return me;
  }

  /** The client is told its own status in an answer. */
  public synchronized void tellMe(byte[] answer, Me now) {
    me = now;
    channel.send(answer);
  }

  /** A me_updated frame, as another process encoded it. */
  public synchronized void pushMe(long version, byte[] frame, FlushBatch batch) {
    if (version <= meVersion) {
      return;
    }
    meVersion = version;
    me = frame;
    if (greeted) {
      batch.add(channel, ME, frame);
    } else {
      meParked = frame;
    }
  }

  /** A change of its own status that the client caused itself, and was told of in the answer. */
  public synchronized void sawMe(long version) {
    meVersion = Math.max(meVersion, version);
  }

  /** It gave way to a newer session: the store has ended it already. */
  public void evict() {
    evicted = true;
    channel.close(CloseCode.TOO_MANY_SESSIONS);
  }

  /** An administrator ended it; the store has ended it already, or is about to. */
  public void expel() {
    evicted = true;
    channel.close(CloseCode.EVICTED);
  }

  public boolean isEvicted() {
    return evicted;
  }

  /** A change of somebody whom this user may see. */
  public synchronized Pushed push(Push push, FlushBatch batch) {
    return switch (told.push(push)) {
      case SEND -> {
        batch.add(channel, push.subject(), push.frame());
        yield Pushed.SENT;
      }
      case OLD -> Pushed.OLD;
      case PARKED -> Pushed.PARKED;
      case NOT_WATCHED -> Pushed.NOT_WATCHED;
      case TOO_MANY -> {
        channel.close(CloseCode.OVERLOADED);
        yield Pushed.NOT_WATCHED;
      }
    };
  }

  /** Sends an answer about people whom the session watches from here on. */
  public synchronized void tellWatched(byte[] frame, Collection<PresenceView> views) {
    channel.send(frame);
    send(told.watched(views));
  }

  /** Sends an answer that changes nothing about whom the session watches. */
  public synchronized void tell(byte[] frame, Collection<PresenceView> views) {
    channel.send(frame);
    told.answered(views);
  }

  /** Sends the last frame of the snapshot. */
  public synchronized void tellLast(byte[] frame, Collection<PresenceView> views) {
    tellWatched(frame, views);
    send(told.snapshotDone());
  }

  private void send(List<Push> pushes) {
    pushes.forEach(push -> channel.send(push.subject(), push.frame()));
  }

  /**
   * The session watches these explicitly from here on; they are about to be read for {@link
   * #tellWatched}. Not to be called but by who also sees to it that this gateway is told of them.
   *
   * @return those whom this reason has added; null when there would be too many
   */
  public synchronized @Nullable Set<UserId> watch(WatchReason reason, Collection<UserId> subjects) {
    return told.watch(reason, subjects);
  }

  /**
   * This reason to watch them is gone.
   *
   * @return those whom the session does not watch explicitly any more
   */
  public synchronized Set<UserId> unwatch(WatchReason reason, Collection<UserId> subjects) {
    return told.unwatch(reason, subjects);
  }

  /** All whom the session watches explicitly. */
  public synchronized Set<UserId> watched() {
    return told.explicit();
  }

  public synchronized boolean watches(UserId subject) {
    return told.isExplicit(subject);
  }

  /** Whether changes of the subject reach the client by themselves. */
  public synchronized boolean live(Seen seen) {
    return told.live(seen.subject(), seen.reach());
  }

  /** Whether the client was told, or is about to be told, of the subject. */
  public synchronized boolean mayBeTold(UserId subject) {
    return told.mayBeTold(subject);
  }

  /** Whether the client was told, or is about to be, that changes of the subject will follow. */
  public synchronized boolean mayBeLive(UserId subject) {
    return told.mayBeLive(subject);
  }

  /**
   * Says which of these the client was told of, and with what version.
   *
   * @param subjects null for all
   */
  public synchronized void versionsTold(
      @Nullable Set<UserId> subjects, BiConsumer<UserId, Long> told) {
    this.told.versions(subjects, told);
  }

  public synchronized Set<UserId> subjects() {
    return told.subjects();
  }

  /** What was told of each of these last, or when they left; 0 where nothing was. */
  synchronized Map<UserId, Long> versionsOf(Collection<UserId> subjects) {
    Map<UserId, Long> versions = HashMap.newHashMap(subjects.size());
    subjects.forEach(subject -> versions.put(subject, told.version(subject)));
    return versions;
  }

  /** How a look at what was told has ended. */
  public enum Correction {
    /** What was told is right, or is not watched any more. */
    RIGHT,
    /** It was wrong; the client has been told. */
    MADE,
    /** What was read is not enough to say: look again. */
    LATER
  }

  /**
   * Tells the client what it may see now, if that differs from what it was told.
   *
   * @param seen what was read; its version is the "as of" of that
   * @param look begun before it was read
   * @return false when what was read is not enough to say: look again
   */
  public boolean correct(Seen seen, Look look, FrameWriter frames) {
    return compare(seen, look, frames) != Correction.LATER;
  }

  /** The same, for those who count. */
  public synchronized Correction compare(Seen seen, Look look, FrameWriter frames) {
    PresenceView now = seen.view(live(seen));
    return switch (told.correct(now, seen.reach(), look.versionOf(this, now.userId()))) {
      case LATER -> ended ? Correction.RIGHT : Correction.LATER;
      case SAME -> Correction.RIGHT;
      case SEND -> {
        PresenceView view = now.withVersion(told.versionAfter(now.userId(), now.version()));
        told.remember(view, seen.reach());
        channel.send(view.userId(), frames.updated(view));
        yield Correction.MADE;
      }
    };
  }

  /**
   * Tells the client its own status, if that is newer than what it was told and differs.
   *
   * @param frame a me_updated frame that says it
   * @return whether the client was told
   */
  public synchronized boolean compareMe(long version, Me now, byte[] frame) {
    if (!greeted || version <= meVersion) {
      return false;
    }
    meVersion = version;
    boolean same = me instanceof byte[] last ? Arrays.equals(last, frame) : now.equals(me);
    if (!same) {
      me = now;
      channel.send(ME, frame);
    }
    return !same;
  }

  @Override
  public String toString() {
    return "session " + id;
  }
}
