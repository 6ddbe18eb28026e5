package io.presence.store;

import static io.presence.store.StoreFixture.assertNobodyNotices;
import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.kept;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** People whom the store does not know, or no longer. */
public interface KeptRules extends StoreFixture {

  @Test
  default void nothingIsWrittenOfSomebodyUnknownUntilWhatIsKeptIsGiven() {
    List<Applied> applied =
        store()
            .sessions()
            .apply(
                List.of(
                    connected(ANN, S1, PHONE),
                    set(ANN, S1, Status.BUSY),
                    connected(BOB, S2, PHONE)),
                Map.of(BOB, Sessions.nothingKept(BOB)));

    assertThat(applied.get(0)).isInstanceOf(Applied.NeedsKept.class);
    assertThat(applied.get(1)).as("keeps the order").isInstanceOf(Applied.NeedsKept.class);
    assertThat(applied.get(2)).isInstanceOf(Applied.Done.class);
    assertThat(reading(ANN).known()).isFalse();
    assertThat(reading(BOB).known()).isTrue();
  }

  @Test
  default void whatIsKeptIsTakenUp() {
    long now = now();
    LastSeen kept = kept(ANN, now - 5_000, now + 60_000, new HandSet(Status.BUSY, null, "é \"x\""));

    PresenceChanged change = Objects.requireNonNull(connect(kept).change());

    assertThat(change.before()).isNull();
    assertThat(change.state().status()).isEqualTo(Status.BUSY);
    assertThat(change.state().customMessage()).isEqualTo("é \"x\"");
    assertThat(change.hand()).isEqualTo(kept.hand());
    assertThat(change.version()).as("never goes back").isEqualTo(kept.version() + 1);
  }

  @Test
  default void somebodyInvisibleComesBackUnnoticed() {
    long lastSeen = now() - Duration.ofHours(2).toMillis();
    HandSet invisible = new HandSet(Status.INVISIBLE, null, "hidden");

    Applied.Done back = connect(kept(ANN, lastSeen, 7, invisible));

    assertNobodyNotices(back.change());
    assertThat(Objects.requireNonNull(back.result().me()).status()).isEqualTo(Status.INVISIBLE);
    assertThat(state(ANN).status()).isEqualTo(Status.INVISIBLE);
    assertThat(state(ANN).lastSeen()).isEqualTo(lastSeen);
    assertThat(state(ANN).deviceTypes()).isEmpty();
  }

  @Test
  default void aKeptStatusThatHasEndedIsNotTakenUp() {
    PresenceChanged change =
        Objects.requireNonNull(
            connect(kept(ANN, 1, 7, new HandSet(Status.INVISIBLE, now() - 1, "m"))).change());
    assertThat(change.state().status()).isEqualTo(Status.ONLINE);
    assertThat(change.hand()).isEqualTo(new HandSet(null, null, "m"));
  }

  @Test
  default void whatIsKeptIsIgnoredOfSomebodyKnown() {
    apply(connected(ANN, S1, PHONE));
    store()
        .sessions()
        .apply(
            List.of(connected(ANN, S2, LAPTOP)),
            Map.of(ANN, kept(ANN, 1, 7, new HandSet(Status.INVISIBLE, null, null))));
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void somebodyIsForgottenSomeTimeAfterTheLastSession() {
    apply(connected(ANN, S1, PHONE));
    apply(StoreFixture.closed(ANN, S1));
    advance(SETTINGS.userRetention().minus(SLACK));
    assertThat(reading(ANN).known()).isTrue();
    advance(SLACK);
    assertThat(reading(ANN).known()).isFalse();
    assertThat(store().sessions().apply(List.of(connected(ANN, S2, PHONE)), Map.of()).getFirst())
        .isInstanceOf(Applied.NeedsKept.class);
  }

  @Test
  default void nobodyIsForgottenWhileASessionLives() {
    apply(connected(ANN, S1, PHONE));
    apply(StoreFixture.closed(ANN, S1));
    apply(connected(ANN, S2, PHONE));
    advanceHearing(SETTINGS.userRetention().plus(SLACK), ANN, S2);
    assertThat(reading(ANN).known()).isTrue();
  }

  private Applied.Done connect(LastSeen kept) {
    return (Applied.Done)
        store().sessions().apply(List.of(connected(ANN, S1, PHONE)), Map.of(ANN, kept)).getFirst();
  }
}
