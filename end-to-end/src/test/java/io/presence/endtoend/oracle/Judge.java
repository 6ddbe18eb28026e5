package io.presence.endtoend.oracle;

import io.presence.endtoend.live.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one person received against what they were allowed to know; the rules are those of the
 * package. For one thread, after everything has come to rest.
 */
final class Judge {
  /** How long after a change of a relation its corrections may come. */
  private static final long CORRECTION_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long a push may still say what is over, to somebody who may see the subject only since
   * then: the time from a commit to its fan-out.
   */
  private static final long FAN_OUT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Last seen is true to one heartbeat interval. */
  private static final long LAST_SEEN_SLACK_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final Pattern MESSAGE = Pattern.compile("~([^~\"]+)~\\d+~");
  private static final Set<String> ABOUT_ONESELF = Set.of("authenticated", "ack", "me_updated");

  private final World world;
  private final Person viewer;
  private final Pattern anyId;
  private final long wallMinusNanos;
  private final List<Leak> leaks = new ArrayList<>();
  private int texts;
  private int views;
  private int nothing;
  private long latestNanos;

  /**
   * Something that the viewer must not have received.
   *
   * @param subject whom it is about; null when that cannot be said
   */
  record Leak(Person viewer, @Nullable String subject, String what, Heard heard) {}

  Judge(World world, Person viewer) {
    this.world = world;
    this.viewer = viewer;
    anyId = Pattern.compile(Pattern.quote(world.prefix()) + "\\.[a-z0-9]+");
    wallMinusNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
  }

  List<Leak> leaks() {
    return leaks;
  }

  int texts() {
    return texts;
  }

  int views() {
    return views;
  }

  int nothing() {
    return nothing;
  }

  /** How late the latest push was that somebody got who may see the subject only since then. */
  long latestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(latestNanos);
  }

  void judge(Heard heard) {
    texts++;
    var tree = Json.read(heard.text());
    List<Claim> claims = Json.views(tree).stream().map(Claim::of).toList();
    judgeBytes(heard, String.valueOf(Json.text(tree, "event")), claims);
    List<String> subjects = claims.stream().map(Claim::subject).toList();
    if (heard.isAsked() && heard.ids() != null && !subjects.equals(heard.ids())) {
      leak(null, "the answer is about %s, asked was %s".formatted(subjects, heard.ids()), heard);
    }
    for (Claim claim : claims) {
      views++;
      if (!claim.subject().equals(viewer.id)) {
        judge(heard, claim);
      }
    }
  }

  /** What no view accounts for. */
  private void judgeBytes(Heard heard, String event, List<Claim> claims) {
    if (heard.text().contains(Hand.INVISIBLE) && !ABOUT_ONESELF.contains(event)) {
      leak(null, "it says invisible", heard);
    }
    Set<String> told =
        claims.stream().map(Claim::subject).collect(Collectors.toCollection(TreeSet::new));
    Set<String> messages = new TreeSet<>();
    claims.forEach(claim -> messages.add(String.valueOf(claim.message())));
    told.add(viewer.id);
    for (MatchResult message : MESSAGE.matcher(heard.text()).results().toList()) {
      if (!message.group(1).equals(viewer.id) && !messages.contains(message.group())) {
        leak(message.group(1), "a message outside of any view: " + message.group(), heard);
      }
    }
    String rest = MESSAGE.matcher(heard.text()).replaceAll("");
    for (MatchResult id : anyId.matcher(rest).results().toList()) {
      if (!told.contains(id.group())) {
        leak(id.group(), "an id outside of any view", heard);
      }
    }
  }

  private void judge(Heard heard, Claim claim) {
    String subject = claim.subject();
    if (heard.ids() != null && !heard.ids().contains(subject)) {
      leak(subject, "nobody asked for them", heard);
    }
    if (claim.saysNothing()) {
      nothing++;
    }
    if (!world.people().containsKey(subject)) {
      if (!claim.saysNothing() || !world.ghosts().contains(subject)) {
        leak(subject, "they never existed", heard);
      }
      return;
    }
    long from = heard.isAsked() ? heard.askedNanos() : heard.atNanos() - CORRECTION_NANOS;
    Set<Long> recent = moments(subject, from, heard.atNanos());
    if (heard.contactsOnly()
        && recent.stream().noneMatch(t -> world.contact(viewer.id, subject).at(t).contains(true))) {
      leak(subject, "they were no contacts", heard);
    }
    if (!claim.saysNothing()) {
      explain(heard, claim);
    } else if (!heard.isAsked()
        && recent.stream().noneMatch(t -> world.maySee(viewer.id, subject, t))
        && !world.moved(viewer.id, subject, heard.atNanos(), CORRECTION_NANOS)) {
      leak(subject, "there was no reason to say anything", heard);
    }
  }

  /** There must be a moment at which the subject was like this, and could be seen. */
  private void explain(Heard heard, Claim claim) {
    Person subject = world.person(claim.subject());
    long from = heard.isAsked() ? heard.askedNanos() : Long.MIN_VALUE;
    Set<Long> moments = moments(subject.id, from, heard.atNanos());
    LongPredicate like = t -> was(subject, claim, t);
    LongPredicate seen = t -> allowed(claim, t);
    if (moments.stream().anyMatch(t -> like.test(t) && seen.test(t))) {
      judgeLastSeen(heard, claim, subject);
      return;
    }
    List<Long> was = moments.stream().filter(like::test).toList();
    List<Long> allowed = moments.stream().filter(seen::test).toList();
    long late =
        was.stream()
            .mapToLong(state ->
                allowed.stream()
                    .filter(sight -> sight >= state)
                    .mapToLong(sight -> sight - state)
                    .min()
                    .orElse(Long.MAX_VALUE))
            .min()
            .orElse(Long.MAX_VALUE);
    if (!heard.isAsked() && late <= FAN_OUT_NANOS) {
      latestNanos = Math.max(latestNanos, late);
      judgeLastSeen(heard, claim, subject);
    } else if (was.isEmpty()) {
      leak(subject.id, "the subject was never like this then: " + claim, heard);
    } else {
      leak(subject.id, "not allowed to see " + claim, heard);
    }
  }

  private boolean was(Person subject, Claim claim, long moment) {
    if (claim.isOffline()) {
      return claim.message() == null && claim.types().isEmpty() && subject.mayBeOffline(moment);
    }
    return subject.mayShow(claim.message(), claim.status(), moment)
        && subject.typesAt(moment).containsAll(claim.types());
  }

  private boolean allowed(Claim claim, long moment) {
    Set<Seeing> seeing = world.seeing(viewer.id, claim.subject(), moment);
    return claim.lastSeen() == null
        ? seeing.stream().anyMatch(sight -> sight != Seeing.NOTHING)
        : seeing.contains(Seeing.ALL);
  }

  /** Nobody is last seen at a moment at which nobody could see them. */
  private void judgeLastSeen(Heard heard, Claim claim, Person subject) {
    if (claim.lastSeen() == null) {
      return;
    }
    long at =
        TimeUnit.MILLISECONDS.toNanos(Instant.parse(claim.lastSeen()).toEpochMilli())
            - wallMinusNanos;
    boolean shown =
        moments(subject.id, at - LAST_SEEN_SLACK_NANOS, at + LAST_SEEN_SLACK_NANOS).stream()
            .anyMatch(subject::mayShow);
    if (!shown) {
      leak(subject.id, "last seen at a moment at which they were hidden: " + claim, heard);
    }
  }

  private Set<Long> moments(String subject, long from, long to) {
    Set<Long> all = new TreeSet<>();
    world.moments(viewer.id, subject, all);
    all.add(from);
    all.add(to);
    all.removeIf(moment -> moment < from || moment > to || moment == Long.MIN_VALUE);
    return all;
  }

  private void leak(@Nullable String subject, String what, Heard heard) {
    leaks.add(new Leak(viewer, subject, what, heard));
  }
}
