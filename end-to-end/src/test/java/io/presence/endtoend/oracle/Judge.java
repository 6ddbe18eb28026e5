package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one person received against what they were allowed to know; the rules are those of the
 * package. For one thread, after everything has come to rest.
 */
final class Judge {
  /** How long after a change of a relation its corrections may come. */
  private static final long CORRECTION_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * A push that says nothing needs a reason: a change of the relation whose correction it is, also
   * when a call that it needs was given up once (5 s) on a busy machine, and made again.
   */
  private static final long REASON_NANOS = TimeUnit.SECONDS.toNanos(12);

  /** How long before somebody was told that a person is offline that may have come about. */
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Last seen is true to one heartbeat interval. */
  private static final long LAST_SEEN_SLACK_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Of the store's clock against ours, on one machine. */
  private static final long CLOCK_SLACK_MILLIS = 20;

  private final World world;
  private final Person viewer;
  private final Bytes bytes;
  private final RoomJudge roomJudge;
  private final RelationJudge relationJudge;
  private final long wallMinusNanos;
  private final List<Leak> leaks = new ArrayList<>();

  /** What was last said of whom, by channel and subject. */
  private final Map<String, Said> said = new HashMap<>();

  private int texts;
  private int views;
  private int nothing;
  private int rooms;
  private int unavailable;
  private int relations;

  /**
   * Something that the viewer must not have received.
   *
   * @param subject whom it is about; null when that cannot be said
   */
  record Leak(Person viewer, @Nullable String subject, String what, Heard heard) {}

  private record Said(long atNanos, Claim claim) {}

  Judge(World world, Person viewer) {
    this.world = world;
    this.viewer = viewer;
    bytes = new Bytes(world, viewer);
    roomJudge = new RoomJudge(world, viewer);
    relationJudge = new RelationJudge(world, viewer);
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

  /** How many counts of rooms. */
  int rooms() {
    return rooms;
  }

  /** How many entries of the graph's lists. */
  int relations() {
    return relations;
  }

  /** How many questions about rooms had no answer in time. */
  int unavailable() {
    return unavailable;
  }

  void judge(Heard heard) {
    texts++;
    var tree = Json.read(heard.text());
    List<Claim> claims = Json.views(tree).stream().map(Claim::of).toList();
    List<RoomClaim> counts = RoomClaim.in(tree);
    List<Related> related = Related.in(tree);
    for (Bytes.Strange strange : bytes.strange(heard, tree, claims, counts, related)) {
      leak(strange.subject(), strange.what(), heard);
    }
    List<String> subjects = claims.stream().map(Claim::subject).toList();
    if (heard.isAsked() && heard.ids() != null && !subjects.equals(heard.ids())) {
      leak(null, "the answer is about %s, asked was %s".formatted(subjects, heard.ids()), heard);
    }
    for (Claim claim : claims) {
      views++;
      if (!claim.subject().equals(viewer.id)) {
        judge(heard, claim);
        judgeAgain(heard, claim);
      }
    }
    judgeRooms(heard, tree, counts);
    judgeRelations(heard, related);
  }

  private void judgeRelations(Heard heard, List<Related> related) {
    Relation relation = heard.reasons().relation();
    for (Related item : related) {
      relations++;
      String wrong =
          relation == null
              ? "a relation that nobody asked for"
              : relationJudge.wrong(relation, item, heard.askedNanos(), heard.atNanos());
      if (wrong != null) {
        leak(item.user(), wrong, heard);
      }
    }
  }

  private void judgeRooms(Heard heard, JsonNode tree, List<RoomClaim> counts) {
    long from = heard.sinceNanos(CORRECTION_NANOS);
    for (RoomClaim claim : counts) {
      rooms++;
      String wrong =
          heard.reasons().rooms().stream()
              .filter(room -> room.id.equals(claim.room()))
              .findFirst()
              .map(room -> String.valueOf(roomJudge.wrong(room, claim, from, heard.atNanos())))
              .orElse("a room that nobody asked for");
      if (!wrong.equals("null")) {
        leak(null, wrong, heard);
      }
    }
    if (heard.isAsked() && heard.reasons().rooms().size() == 1) {
      judgeMembership(heard, tree, heard.reasons().rooms().getFirst());
    }
  }

  /** Only members are told of a room, and only others that there is none for them. */
  private void judgeMembership(Heard heard, JsonNode tree, Room room) {
    if (heard.text().contains("unavailable")) {
      unavailable++;
      return;
    }
    String event = String.valueOf(Json.text(tree, "event"));
    boolean refused = event.equals("error") || Json.text(tree, "title") != null;
    Set<Boolean> inside = room.membership(viewer.id).during(heard.askedNanos(), heard.atNanos());
    // An end is confirmed also to somebody who was never in it.
    if (!event.equals("ack") && !inside.contains(!refused)) {
      leak(null, refused ? "refused a room that they were in" : "told of a room", heard);
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
    long from = heard.sinceNanos(CORRECTION_NANOS);
    boolean shareRoom = shareRoom(heard, subject, from);
    if (!world.people().containsKey(subject)) {
      if (!claim.saysNothing() || !(world.ghosts().contains(subject) || shareRoom)) {
        leak(subject, "they never existed", heard);
      }
      return;
    }
    Set<Long> recent = moments(subject, heard.sinceNanos(REASON_NANOS), heard.atNanos());
    if (heard.ids() == null
        && !shareRoom
        && !heard.reasons().subscribed().contains(subject)
        && !(heard.reasons().contacts()
            && world.contact(viewer.id, subject).during(from, heard.atNanos()).contains(true))) {
      leak(subject, "the viewer had nothing to do with them", heard);
    }
    if (!claim.saysNothing()) {
      explain(heard, claim);
    } else if (!heard.isAsked()
        && !(shareRoom && heard.text().contains("\"presence_info\""))
        && recent.stream().noneMatch(t -> world.maySee(viewer.id, subject, t))
        && !world.moved(viewer.id, subject, heard.atNanos(), REASON_NANOS)) {
      leak(subject, "there was no reason to say anything", heard);
    }
    if (heard.isAsked() && heard.ids() != null) {
      judgeVersion(heard, claim);
    }
  }

  /** Told once more that somebody is offline: somebody who did something that nobody could see. */
  private void judgeAgain(Heard heard, Claim claim) {
    Said now = new Said(heard.atNanos(), claim);
    Said before = said.put(heard.channel().replace(" snapshot", "") + claim.subject(), now);
    if (before == null
        || heard.isAsked()
        || !claim.isOffline()
        || !heard.text().contains("presence_updated")
        || !before.claim.saysTheSame(claim)
        || !world.people().containsKey(claim.subject())
        || world.moved(viewer.id, claim.subject(), heard.atNanos(), REASON_NANOS)) {
      return;
    }
    Person subject = world.person(claim.subject());
    boolean wasSeen =
        moments(subject.id, before.atNanos - NEWS_NANOS, heard.atNanos()).stream()
            .anyMatch(subject::mayShow);
    if (!wasSeen) {
      leak(subject.id, "told again what they had been told", heard);
    }
  }

  private boolean shareRoom(Heard heard, String subject, long from) {
    return heard.reasons().rooms().stream()
        .anyMatch(room ->
            room.mayHold(viewer.id, from, heard.atNanos())
                && room.mayHold(subject, from, heard.atNanos()));
  }

  /** An answer is as of when it was asked for, whatever it says: never as of a change. */
  private void judgeVersion(Heard heard, Claim claim) {
    long earliest = TimeUnit.NANOSECONDS.toMillis(heard.askedNanos() + wallMinusNanos);
    long latest = TimeUnit.NANOSECONDS.toMillis(heard.atNanos() + wallMinusNanos);
    if (claim.version() < earliest - CLOCK_SLACK_MILLIS
        || claim.version() > latest + CLOCK_SLACK_MILLIS) {
      leak(
          claim.subject(),
          "the version %d is not of the time from %d to %d"
              .formatted(claim.version(), earliest, latest),
          heard);
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
    boolean ever = moments.stream().anyMatch(like::test);
    leak(
        subject.id,
        ever ? "not allowed to see " + claim : "the subject was never like this then: " + claim,
        heard);
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
    if (claim.lastSeen() == null && claim.about() == null) {
      return seeing.stream().anyMatch(sight -> sight != Seeing.NOTHING);
    }
    boolean exactly = claim.lastSeen() == null || seeing.contains(Seeing.ALL);
    boolean about = claim.about() == null || seeing.contains(Seeing.ALL_BUT_EXACTLY_WHEN);
    return exactly && about;
  }

  /** Nobody is last seen at a moment at which nobody could see them. */
  private void judgeLastSeen(Heard heard, Claim claim, Person subject) {
    if (claim.about() != null && !claim.about().equals(Claim.LATELY)) {
      leak(subject.id, "nobody was last seen so long ago: " + claim, heard);
    }
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
