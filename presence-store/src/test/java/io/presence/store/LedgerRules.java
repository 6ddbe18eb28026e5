package io.presence.store;

import static io.presence.store.StoreFixture.connected;
import static io.presence.store.StoreFixture.message;
import static io.presence.store.StoreFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Cause;
import io.presence.contracts.HandSet;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.ShardId;
import io.presence.contracts.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Changes on their way to Kafka. */
public interface LedgerRules extends StoreFixture {
  Duration WAIT = Duration.ofSeconds(10);

  @Test
  default void aChangeWaitsUntilItIsConfirmed() {
    PresenceChanged change = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    apply(connected(BOB, S2, PHONE));
    assertThat(unconfirmed()).isEqualTo(2);
    store().ledger().confirm(List.of(change));
    store().ledger().confirm(List.of(change));
    assertThat(unconfirmed()).isEqualTo(1);
  }

  @Test
  default void whatIsConfirmedIsNotSaidAgain() {
    PresenceChanged change = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    store().ledger().confirm(List.of(change));
    advance(WAIT);
    assertThat(overdue()).isEmpty();
  }

  @Test
  default void whatWaitsForTooLongIsSaidAgainAsItStandsNow() {
    apply(connected(ANN, S1, PHONE));
    apply(message(ANN, S1, "hi"));
    PresenceChanged last = Objects.requireNonNull(change(set(ANN, S1, Status.BUSY)));
    advance(WAIT.minus(SLACK));
    assertThat(overdue()).isEmpty();
    advance(SLACK);

    PresenceChanged again = overdue().getFirst();

    assertThat(again.userId()).isEqualTo(ANN);
    assertThat(again.cause()).isEqualTo(Cause.REPUBLISHED);
    assertThat(again.version()).isEqualTo(last.version());
    assertThat(again.before()).isNull();
    assertThat(again.state().status()).isEqualTo(Status.BUSY);
    assertThat(again.state().customMessage()).isEqualTo("hi");
    assertThat(again.hand()).isEqualTo(new HandSet(Status.BUSY, null, "hi"));
    assertThat(again.canBeSeen()).isTrue();
    assertThat(unconfirmed()).as("the older versions are dropped").isEqualTo(1);
  }

  @Test
  default void whatNobodyElseCouldNoticeIsSaidAgainToThePersonAlone() {
    store().ledger().confirm(List.of(Objects.requireNonNull(change(connected(ANN, S1, PHONE)))));
    store()
        .ledger()
        .confirm(List.of(Objects.requireNonNull(change(set(ANN, S1, Status.INVISIBLE)))));
    apply(message(ANN, S1, "for later"));
    advance(WAIT);

    PresenceChanged again = overdue().getFirst();

    assertThat(again.canBeSeen()).isFalse();
    assertThat(again.hand().customMessage()).isEqualTo("for later");
  }

  @Test
  default void whatWasSaidAgainWaitsAgain() {
    apply(connected(ANN, S1, PHONE));
    advance(WAIT);
    List<PresenceChanged> again = overdue();
    assertThat(again).hasSize(1);
    assertThat(overdue()).isEmpty();
    advance(WAIT);
    assertThat(overdue()).hasSize(1);
    store().ledger().confirm(again);
    advance(WAIT);
    assertThat(overdue()).isEmpty();
    assertThat(unconfirmed()).isZero();
  }

  @Test
  default void aLostOlderChangeIsMadeUpForByTheNewest() {
    apply(connected(ANN, S1, PHONE));
    PresenceChanged last = Objects.requireNonNull(change(set(ANN, S1, Status.BUSY)));
    store().ledger().confirm(List.of(last));
    advance(WAIT);
    assertThat(overdue())
        .singleElement()
        .satisfies(again -> assertThat(again.version()).isEqualTo(last.version()));
  }

  @Test
  default void aLookStopsAtItsLimit() {
    apply(connected(ANN, S1, PHONE));
    apply(set(ANN, S1, Status.BUSY));
    apply(set(ANN, S1, Status.AWAY));
    advance(WAIT);
    List<ShardId> shard = List.of(SETTINGS.sharding().shardOf(ANN));
    assertThat(store().ledger().overdue(shard, WAIT, 2)).hasSize(1);
    assertThat(unconfirmed()).isLessThanOrEqualTo(2);
  }

  @Test
  default void theNextTimerIsToldAgain() {
    PresenceChanged change = Objects.requireNonNull(change(connected(ANN, S1, PHONE)));
    advance(WAIT);
    assertAgo(Objects.requireNonNull(overdue().getFirst().nextTimer()) - IDLE.toMillis(), WAIT);
    assertThat(change.nextTimer()).isNotNull();
  }

  private long unconfirmed() {
    return store().ledger().unconfirmed(SETTINGS.sharding().all());
  }

  private List<PresenceChanged> overdue() {
    return store().ledger().overdue(SETTINGS.sharding().all(), WAIT, 100);
  }
}
