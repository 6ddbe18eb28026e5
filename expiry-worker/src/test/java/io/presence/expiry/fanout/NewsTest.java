package io.presence.expiry.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewsTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final SessionId PHONE = new SessionId("phone");
  private static final SessionId LAPTOP = new SessionId("laptop");
  private static final PersonState OFFLINE = new PersonState(Status.OFFLINE, null, List.of(), 5);
  private static final PersonState ONLINE =
      new PersonState(Status.ONLINE, null, List.of(DeviceType.WEB), 9);
  private static final PersonState BUSY =
      new PersonState(Status.BUSY, null, List.of(DeviceType.WEB), 9);
  private static final PersonState INVISIBLE =
      new PersonState(Status.INVISIBLE, null, List.of(), 5);

  private static PresenceChanged change(
      UserId user,
      long version,
      Cause cause,
      @Nullable PersonState before,
      PersonState after,
      @Nullable SessionId session) {
    return new PresenceChanged(
        user, version, version, cause, after, before, HandSet.NOTHING, session, null);
  }

  @Test
  void thereIsOneForEachPersonWithTheirNewestState() {
    var news =
        News.of(
            List.of(
                change(ANN, 2, Cause.STATUS_SET, ONLINE, BUSY, PHONE),
                change(BOB, 1, Cause.CONNECTED, OFFLINE, ONLINE, LAPTOP),
                change(ANN, 1, Cause.CONNECTED, OFFLINE, ONLINE, PHONE)));
    assertThat(news).extracting(News::userId).containsExactly(ANN, BOB);
    assertThat(news.getFirst().newest().version()).isEqualTo(2);
    assertThat(news).allSatisfy(one -> assertThat(one.seen()).isSameAs(one.newest()));
  }

  @Test
  void whatNobodyElseCanNoticeIsForTheSelfAlone() {
    var news = News.of(List.of(change(ANN, 1, Cause.STATUS_SET, OFFLINE, INVISIBLE, PHONE)));
    assertThat(news).singleElement().matches(one -> one.seen() == null && one.forSelf());
  }

  @Test
  void whatNobodyAtAllCanNoticeIsNoNews() {
    assertThat(News.of(List.of(change(ANN, 1, Cause.CLOSED, ONLINE, ONLINE, PHONE)))).isEmpty();
  }

  @Test
  void aChangeAndItsReversalAreToldSinceTheFirstMayHaveBeenToldBefore() {
    var news =
        News.of(
            List.of(
                change(ANN, 1, Cause.CONNECTED, OFFLINE, ONLINE, PHONE),
                change(ANN, 2, Cause.CLOSED, ONLINE, OFFLINE, PHONE)));
    assertThat(news).singleElement().matches(one -> one.seen() != null);
  }

  @Test
  void aRepublishedChangeIsToldWhateverItReplaced() {
    var news =
        News.of(
            List.of(
                change(ANN, 1, Cause.CLOSED, ONLINE, ONLINE, PHONE),
                change(ANN, 1, Cause.REPUBLISHED, null, ONLINE, null)));
    assertThat(news).singleElement().matches(one -> one.seen() != null && one.forSelf());
  }

  @Test
  void viewersAreNotToldTheVersionOfWhatNobodyCouldNotice() {
    PresenceChanged hides = change(ANN, 1, Cause.STATUS_SET, ONLINE, INVISIBLE, PHONE);
    PresenceChanged leaves = change(ANN, 2, Cause.CLOSED, INVISIBLE, INVISIBLE, PHONE);
    PresenceChanged forgets = change(ANN, 3, Cause.STATUS_EXPIRED, INVISIBLE, OFFLINE, null);
    assertThat(News.of(List.of(hides, leaves, forgets)))
        .singleElement()
        .satisfies(news -> assertThat(news.seen()).isSameAs(hides))
        .satisfies(news -> assertThat(news.newest()).isSameAs(forgets));
  }

  @Test
  void whatIsSaidAgainIsToldToThePersonWhateverOthersCouldNotice() {
    PresenceChanged again = change(ANN, 1, Cause.REPUBLISHED, INVISIBLE, INVISIBLE, null);
    assertThat(News.of(List.of(again)))
        .singleElement()
        .matches(one -> one.seen() == null && one.forSelf());
  }

  @Test
  void theSessionThatHadItInItsAnswerNeedNotBeTold() {
    assertThat(toldSession(change(ANN, 1, Cause.STATUS_SET, ONLINE, BUSY, PHONE))).isEqualTo(PHONE);
    assertThat(toldSession(change(ANN, 1, Cause.ACTIVE, ONLINE, BUSY, PHONE))).isNull();
    assertThat(toldSession(change(ANN, 1, Cause.STATUS_EXPIRED, BUSY, ONLINE, null))).isNull();
  }

  @Test
  void whenTwoSessionsChangedSomethingBothAreTold() {
    assertThat(
            toldSession(
                change(ANN, 1, Cause.STATUS_SET, ONLINE, BUSY, PHONE),
                change(ANN, 2, Cause.STATUS_SET, BUSY, ONLINE, LAPTOP)))
        .isNull();
  }

  private static @Nullable SessionId toldSession(PresenceChanged... changes) {
    return News.of(List.of(changes)).getFirst().toldSession();
  }
}
