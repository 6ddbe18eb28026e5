package io.presence.expiry.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Rooms;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting, by a table and against the obvious slow way. */
class RoomPictureTest {
  private static final List<Status> STATUSES = List.of(Status.values());
  private static final List<Sight> SIGHTS = List.of(Sight.values());

  private static final RoomId ROOM = new RoomId("lobby");
  private static final UserId VIEWER = new UserId("viewer");

  /**
   * One other member beside the viewer, who is online: open to strangers or not, in what status,
   * what the viewer may see of them if they have to do with each other; and what the viewer is
   * told.
   */
  @ParameterizedTest
  @CsvSource({
    // open, status, relation, online, away, busy, sample
    "true,  ONLINE,    ,            2, 0, 0, other",
    "true,  AWAY,      ,            1, 1, 0, ",
    "true,  BUSY,      ,            1, 0, 1, ",
    "true,  OFFLINE,   ,            1, 0, 0, ",
    "true,  INVISIBLE, ,            1, 0, 0, ",
    "false, ONLINE,    ,            1, 0, 0, ",
    "false, BUSY,      ,            1, 0, 0, ",
    "false, ONLINE,    FULL,        2, 0, 0, other",
    "false, ONLINE,    STATUS_ONLY, 2, 0, 0, other",
    "false, AWAY,      APPROXIMATE, 1, 1, 0, ",
    "false, INVISIBLE, FULL,        1, 0, 0, ",
    "false, ONLINE,    NONE,        1, 0, 0, ",
    "true,  ONLINE,    FULL,        2, 0, 0, other",
    "true,  ONLINE,    NONE,        1, 0, 0, ",
    "true,  BUSY,      NONE,        1, 0, 0, ",
    "true,  OFFLINE,   NONE,        1, 0, 0, ",
  })
  void countsWhomTheViewerMaySee(
      boolean open,
      Status status,
      @Nullable Sight relation,
      int online,
      int away,
      int busy,
      @Nullable String sample) {
    UserId other = new UserId("other");
    RoomPicture picture = new RoomPicture(ROOM);
    picture.seat(new Rooms.Seat(VIEWER, null, false));
    picture.seat(new Rooms.Seat(other, "Other", open));
    picture.status(VIEWER, Status.ONLINE);
    picture.status(other, status);
    picture.certify(Set.of(), Set.of(), 1);
    List<Rooms.Relation> relations = new ArrayList<>();
    relations.add(new Rooms.Relation(VIEWER, VIEWER, Sight.FULL));
    if (relation != null) {
      relations.add(new Rooms.Relation(VIEWER, other, relation));
    }

    RoomPresence told = picture.seenBy(picture.view(VIEWER, relations));

    List<Rooms.Member> named =
        sample == null ? List.of() : List.of(new Rooms.Member(other, "Other"));
    assertThat(told).isEqualTo(new RoomPresence(ROOM, online, away, busy, 2, named));
  }

  @Test
  void whoHasLeftIsNotCountedAndWhoComesBackIs() {
    UserId other = new UserId("other");
    RoomPicture picture = new RoomPicture(ROOM);
    picture.seat(new Rooms.Seat(other, null, true));
    picture.status(other, Status.ONLINE);
    picture.leave(other);
    picture.leave(other);
    picture.certify(Set.of(), Set.of(), 1);
    assertThat(picture.seenBy(RoomPicture.View.STRANGER))
        .isEqualTo(new RoomPresence(ROOM, 0, 0, 0, 0, List.of()));
    picture.seat(new Rooms.Seat(other, "Other", true));
    picture.certify(Set.of(), Set.of(), 1);
    assertThat(picture.seenBy(RoomPicture.View.STRANGER))
        .isEqualTo(new RoomPresence(ROOM, 1, 0, 0, 1, List.of(new Rooms.Member(other, "Other"))));
  }

  /** Whatever the viewer may see of them: nobody knows whether they still may. */
  @ParameterizedTest
  @CsvSource({
    "true, ",
    "true, FULL",
    "true, NONE",
    "false, ",
    "false, FULL",
    "false, NONE",
  })
  void whoIsDoubtfulForTooLongIsOfflineForEverybody(boolean open, @Nullable Sight relation) {
    UserId other = new UserId("other");
    RoomPicture picture = new RoomPicture(ROOM);
    picture.seat(new Rooms.Seat(VIEWER, null, false));
    picture.seat(new Rooms.Seat(other, "Other", open));
    picture.status(VIEWER, Status.ONLINE);
    picture.status(other, Status.ONLINE);
    picture.certify(Set.of(), Set.of(), 1);
    List<Rooms.Relation> relations = new ArrayList<>();
    relations.add(new Rooms.Relation(VIEWER, VIEWER, Sight.FULL));
    if (relation != null) {
      relations.add(new Rooms.Relation(VIEWER, other, relation));
    }
    assertThat(picture.certify(Set.of(other), Set.of(), 2)).isEqualTo(1);
    assertThat(picture.certify(Set.of(other), Set.of(other), 3)).isEqualTo(3);
    assertThat(picture.seenBy(picture.view(VIEWER, relations)))
        .isEqualTo(new RoomPresence(ROOM, 1, 0, 0, 2, List.of()));
    assertThat(picture.seenBy(RoomPicture.View.STRANGER))
        .isEqualTo(new RoomPresence(ROOM, 0, 0, 0, 2, List.of()));
    picture.certify(Set.of(), Set.of(), 4);
    assertThat(picture.seenBy(RoomPicture.View.STRANGER).online()).isEqualTo(open ? 1 : 0);
  }

  @Test
  void theSampleIsFiveAtMostBeginsWithAcquaintancesAndNamesNobodyTwice() {
    RoomPicture picture = new RoomPicture(ROOM);
    picture.seat(new Rooms.Seat(VIEWER, null, true));
    picture.status(VIEWER, Status.ONLINE);
    for (int i = 0; i < 20; i++) {
      picture.seat(new Rooms.Seat(new UserId("m" + i), "M" + i, true));
      picture.status(new UserId("m" + i), Status.ONLINE);
    }
    picture.certify(Set.of(), Set.of(), 1);
    RoomPicture.View view =
        picture.view(
            VIEWER,
            List.of(
                new Rooms.Relation(VIEWER, new UserId("m0"), Sight.NONE),
                new Rooms.Relation(VIEWER, new UserId("m2"), Sight.FULL),
                new Rooms.Relation(VIEWER, new UserId("m9"), Sight.FULL),
                new Rooms.Relation(VIEWER, VIEWER, Sight.FULL)));
    assertThat(picture.seenBy(view).sample())
        .extracting(Rooms.Member::name)
        .containsExactly("M2", "M9", "M1", "M3", "M4");
  }

  /** Seeds that once found something stay. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheSlowWayWhateverHappens(long seed) {
    Random random = new Random(seed);
    int people = 1 + random.nextInt(40);
    Slow slow = new Slow(people);
    RoomPicture picture = new RoomPicture(ROOM);
    for (int step = 0; step < 300; step++) {
      slow.act(random, picture);
      if (step % 10 == 0) {
        picture.certify(Set.of(), Set.of(), 1);
        for (int viewer = 0; viewer < people; viewer++) {
          RoomPresence told = picture.seenBy(picture.view(user(viewer), slow.relations(viewer)));
          slow.check(viewer, told, "seed " + seed + ", step " + step);
        }
      }
    }
  }

  private static UserId user(int number) {
    return new UserId("u" + number);
  }

  /** Everybody's sight of everybody, asked one by one. */
  private static final class Slow {
    private final int people;
    private final boolean[] member;
    private final boolean[] open;
    private final Status[] statuses;
    private final Map<List<Integer>, Sight> relations = new HashMap<>();

    Slow(int people) {
      this.people = people;
      member = new boolean[people];
      open = new boolean[people];
      statuses = new Status[people];
      Arrays.fill(statuses, Status.OFFLINE);
    }

    void act(Random random, RoomPicture picture) {
      int who = random.nextInt(people);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          if (member[who]) {
            statuses[who] = STATUSES.get(random.nextInt(STATUSES.size()));
            picture.status(user(who), statuses[who]);
          }
        }
        case 2 -> {
          member[who] = random.nextInt(4) > 0;
          open[who] = random.nextBoolean();
          if (member[who]) {
            picture.seat(new Rooms.Seat(user(who), "name " + who, open[who]));
          } else {
            picture.leave(user(who));
          }
        }
        default -> {
          int viewer = random.nextInt(people);
          List<Integer> pair = List.of(viewer, who);
          if (random.nextInt(3) == 0) {
            relations.remove(pair);
          } else {
            relations.put(pair, SIGHTS.get(random.nextInt(SIGHTS.size())));
          }
        }
      }
    }

    /** As the friend graph answers: members only, and the viewer among them. */
    List<Rooms.Relation> relations(int viewer) {
      List<Rooms.Relation> found = new ArrayList<>();
      for (int other = 0; other < people; other++) {
        Sight sight = other == viewer ? Sight.FULL : relations.get(List.of(viewer, other));
        if (sight != null && member[other]) {
          found.add(new Rooms.Relation(user(viewer), user(other), sight));
        }
      }
      return found;
    }

    private boolean sees(int viewer, int other) {
      if (viewer == other) {
        return true;
      }
      Sight sight = relations.get(List.of(viewer, other));
      return sight == null ? open[other] : sight != Sight.NONE;
    }

    void check(int viewer, RoomPresence told, String when) {
      Map<String, Integer> counts = new HashMap<>();
      int members = 0;
      int nameable = 0;
      for (int other = 0; other < people; other++) {
        if (member[other]) {
          members++;
          if (sees(viewer, other)) {
            counts.merge(statuses[other].visible().word(), 1, Integer::sum);
            nameable += other != viewer && statuses[other] == Status.ONLINE ? 1 : 0;
          }
        }
      }
      assertThat(
              List.of(
                  told.online(), told.away(), told.busy(), told.members(), told.sample().size()))
          .as(when)
          .containsExactly(
              counts.getOrDefault("online", 0),
              counts.getOrDefault("away", 0),
              counts.getOrDefault("busy", 0),
              members,
              Math.min(RoomPresence.SAMPLE, nameable));
      assertThat(told.sample()).as(when).doesNotHaveDuplicates();
      for (Rooms.Member named : told.sample()) {
        int other = Integer.parseInt(named.userId().value().substring(1));
        assertThat(member[other] && other != viewer && sees(viewer, other)).as(when).isTrue();
        assertThat(statuses[other]).as(when).isEqualTo(Status.ONLINE);
        assertThat(Objects.requireNonNull(named.name())).isEqualTo("name " + other);
      }
    }
  }
}
