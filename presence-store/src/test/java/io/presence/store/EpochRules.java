package io.presence.store;

import static io.presence.store.StoreFixture.connected;
import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceType;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Status;
import io.presence.contracts.Watch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store that was emptied, and one that is new. */
public interface EpochRules extends StoreFixture {
  @Test
  default void inANewStoreWhoIsMissingIsOffline() {
    assertThat(freshStore().epochs().look()).isEqualTo(new Epochs.Look(0, false));
    assertThat(reading(ANN).known()).isFalse();
    assertThat(reading(ANN).certain()).isTrue();
  }

  @Test
  default void inAStoreThatWasEmptiedWhoIsMissingIsUnknownForOneTtl() {
    store().epochs().look();
    apply(connected(ANN, S1, PHONE));
    advance(Duration.ofMillis(10));
    empty();
    assertThat(reading(ANN).certain()).as("before anybody has noticed").isFalse();
    Epochs.Look look = store().epochs().look();
    assertThat(look.anew()).isTrue();
    assertThat(look.uncertainMillis()).isBetween(TTL.minus(SLACK).toMillis(), TTL.toMillis());
    assertThat(store().epochs().look().anew()).isFalse();
    assertThat(reading(ANN).certain()).isFalse();
    apply(connected(BOB, S2, PHONE));
    assertThat(reading(BOB).certain()).as("who is back is known").isTrue();
    advance(TTL);
    assertThat(store().epochs().look().uncertainMillis()).isZero();
    assertThat(reading(ANN).certain()).isTrue();
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
  }

  @Test
  default void aSessionThatBeginsAgainIsAsActiveAsItWas() {
    apply(
        new SessionReport.Connected(
            ANN,
            S1,
            PHONE,
            DeviceType.MOBILE,
            null,
            GATEWAY,
            Watch.CONTACTS,
            IDLE.plusSeconds(1).toMillis(),
            null));
    assertThat(status(ANN)).isEqualTo(Status.AWAY);
    apply(
        new SessionReport.Connected(
            ANN, S2, PHONE, DeviceType.MOBILE, null, GATEWAY, Watch.CONTACTS, 1_000L, null));
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
  }

  @Test
  default void whoNeverHadAGraphVersionHasAnotherOneAfterAllWasLost() {
    store().epochs().look();
    long before = graphVersion(ANN);
    assertThat(graphVersion(ANN)).isEqualTo(before);
    advance(java.time.Duration.ofMillis(10));
    empty();
    assertThat(graphVersion(ANN)).as("before anybody has noticed").isNotEqualTo(before);
    store().epochs().look();
    long after = graphVersion(ANN);
    assertThat(after).isPositive();
    assertThat(graphVersion(ANN)).isEqualTo(after);
    advance(java.time.Duration.ofMillis(10));
    assertThat(store().graphVersions().bump(java.util.List.of(ANN)).get(ANN)).isGreaterThan(after);
  }

  /** Who has begun with it takes it for new; who remembers another one must not trust a cache. */
  @Test
  default void alsoInAStoreThatLooksNewNobodyHasTheGraphVersionFromBefore() {
    empty();
    PresenceStore remembering = freshStore();
    remembering.epochs().look();
    long before = graphVersion(remembering, ANN);
    advance(java.time.Duration.ofMillis(10));
    empty();
    freshStore().epochs().look();
    assertThat(graphVersion(remembering, ANN)).isNotEqualTo(before);
  }

  private long graphVersion(io.presence.contracts.UserId user) {
    return graphVersion(store(), user);
  }

  private static long graphVersion(PresenceStore store, io.presence.contracts.UserId user) {
    return store.graphVersions().read(java.util.List.of(user)).get(user);
  }

  @Test
  default void aSessionThatWaitedToBeWrittenLivesNoLongerThanOneThatDidNot() {
    apply(
        new SessionReport.Connected(
            ANN,
            S1,
            PHONE,
            DeviceType.MOBILE,
            null,
            GATEWAY,
            Watch.CONTACTS,
            null,
            TTL.dividedBy(2).toMillis()));
    assertThat(status(ANN)).isEqualTo(Status.ONLINE);
    advance(TTL.dividedBy(2).plus(SLACK));
    assertThat(store().deadlines().decide(ANN, S1)).isPresent();
    assertThat(status(ANN)).isEqualTo(Status.OFFLINE);
  }
}
