package io.presence.lastseen.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionEnd;
import io.presence.contracts.SessionFacts;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Folding what changes say of sessions, and reckoning what is to be written. */
class SessionNewsTest {
  private static final UserId ANN = new UserId("ann");
  private static final long DAY = 86_400_000;

  private static SessionFacts.Open open(String id, long from) {
    return new SessionFacts.Open(new SessionId(id), DeviceType.WEB, from);
  }

  private static SessionFacts.Ended ended(String id, long from, long until, SessionEnd how) {
    return new SessionFacts.Ended(new SessionId(id), DeviceType.WEB, from, until, how);
  }

  private static SessionNews news(
      long version, List<SessionFacts.Open> open, List<SessionFacts.Ended> ended) {
    return news(version, Status.ONLINE, 0, open, ended);
  }

  private static SessionNews news(
      long version,
      Status status,
      long lastSeen,
      List<SessionFacts.Open> open,
      List<SessionFacts.Ended> ended) {
    return Objects.requireNonNull(
        SessionNews.of(
            new PresenceChanged(
                ANN,
                version,
                version,
                Cause.CONNECTED,
                new PersonState(status, null, List.of(), lastSeen),
                null,
                HandSet.NOTHING,
                null,
                null,
                new SessionFacts(open, ended))));
  }

  private static Reckoning reckon(SessionNews news, boolean newest, SessionFacts.Open... before) {
    return Reckoning.of(List.of(news), one -> newest, Map.of(ANN, List.of(before)));
  }

  @Test
  void aRecordOfAWriterThatKnowsNothingOfSessionsSaysNothing() {
    var change =
        new PresenceChanged(
            ANN, 1, 1, Cause.IDLE, PersonState.UNKNOWN, null, HandSet.NOTHING, null, null);
    assertThat(SessionNews.of(change)).isNull();
  }

  @Test
  void anyOrderAndAnyRepetitionGiveTheSame() {
    List<SessionNews> all =
        List.of(
            news(1, List.of(open("a", 1)), List.of()),
            news(2, List.of(open("a", 1), open("b", 2)), List.of()),
            news(3, List.of(open("b", 2)), List.of(ended("a", 1, 3, SessionEnd.CLOSED))),
            news(4, List.of(open("b", 2)), List.of(ended("a", 1, 3, SessionEnd.UNKNOWN))),
            news(5, List.of(), List.of(ended("b", 2, 5, SessionEnd.LOST))));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SessionNews expected =
        news(
            5,
            List.of(),
            List.of(ended("a", 1, 3, SessionEnd.CLOSED), ended("b", 2, 5, SessionEnd.LOST)));
    for (int round = 0; round < 200; round++) {
      List<SessionNews> order = new ArrayList<>(all);
      order.add(all.get(random.nextInt(all.size())));
      Collections.shuffle(order, random);
      SessionNews folded = order.stream().reduce(SessionNews::and).orElseThrow();
      assertThat(folded).as("seed %d, order %s", seed, order).isEqualTo(expected);
    }
  }

  @Test
  void theSameSessionThatBeganAgainIsAnother() {
    SessionNews both =
        news(1, List.of(), List.of(ended("a", 1, 3, SessionEnd.SIGNED_OFF)))
            .and(news(2, List.of(), List.of(ended("a", 5, 6, SessionEnd.CLOSED))));
    assertThat(both.ended()).hasSize(2);
  }

  @Test
  void aListThatStaysIsNotWritten() {
    Reckoning none = reckon(news(2, List.of(open("a", 1)), List.of()), true, open("a", 1));
    assertThat(none).isEqualTo(new Reckoning(List.of(), 0, Map.of(), null));
  }

  @Test
  void whatIsMissingEndedUnknown() {
    SessionNews news = news(90, List.of(open("b", 2)), List.of());
    Reckoning reckoning = reckon(news, true, open("a", 1), open("b", 2));
    assertThat(reckoning.open()).containsEntry(ANN, List.of(open("b", 2)));
    assertThat(reckoning.unknown()).isEqualTo(1);
    assertThat(reckoning.ended())
        .containsExactly(new SessionRow(ANN, ended("a", 1, 90, SessionEnd.UNKNOWN)));
  }

  @Test
  void whatAnOfflinePersonMissesEndedWhenTheyWereLastSeen() {
    SessionNews news = news(90, Status.OFFLINE, 50, List.of(), List.of());
    assertThat(reckon(news, true, open("a", 1)).ended().getFirst().session().until()).isEqualTo(50);
    assertThat(reckon(news, true, open("c", 70)).ended().getFirst().session().until())
        .as("not before it began")
        .isEqualTo(70);
  }

  @Test
  void ofAnOlderChangeOnlyTheEndsCount() {
    SessionNews late = news(1, List.of(open("x", 1)), List.of(ended("a", 1, 3, SessionEnd.CLOSED)));
    Reckoning reckoning = reckon(late, false);
    assertThat(reckoning.open()).isEmpty();
    assertThat(reckoning.ended()).hasSize(1);
  }

  @Test
  void theEndOfAnOpenSessionChangesDaysFromItsEndOnAndAnUnknownOneFromItsBeginning() {
    SessionNews news = news(1, List.of(), List.of(ended("a", DAY, 3 * DAY, SessionEnd.CLOSED)));
    assertThat(reckon(news, true, open("a", DAY)).since()).isEqualTo(LocalDate.of(1970, 1, 4));
    assertThat(reckon(news, true).since()).isEqualTo(LocalDate.of(1970, 1, 2));
    assertThat(reckon(news(1, List.of(open("b", 5)), List.of()), true).since())
        .isEqualTo(LocalDate.EPOCH);
  }
}
