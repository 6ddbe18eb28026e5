package io.presence.expiry.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import io.presence.store.StoreSettings;
import io.presence.store.memory.InMemoryPresenceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewerLocatorTest {
  private static final GatewayId ONE = new GatewayId("gw-1");
  private static final GatewayId TWO = new GatewayId("gw-2");
  private static final GatewayId DEAD = new GatewayId("gw-dead");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId NOBODY_HOME = new UserId("nobody-home");
  private static final List<UserId> ALL = List.of(ANN, BOB, NOBODY_HOME);

  private final PresenceStore store =
      new InMemoryPresenceStore(StoreSettings.DEFAULTS, InstantSource.system());

  @BeforeEach
  void twoLivingGatewaysAndADeadOne() {
    store.gateways().announce(ONE, 1);
    store.gateways().announce(TWO, 1);
    connect(ANN, ONE);
    connect(BOB, TWO);
    connect(BOB, DEAD);
  }

  @Test
  void upToTheThresholdAllLivingGatewaysAreAddressedWithTheWholeAudience() {
    assertThat(locator(2).locate(ALL).of(ALL)).isEqualTo(Map.of(ONE, ALL, TWO, ALL));
  }

  @Test
  void aboveItOnlyThoseThatHoldSomebodyWithWhomTheyHold() {
    assertThat(locator(1).locate(ALL).of(ALL))
        .isEqualTo(Map.of(ONE, List.of(ANN), TWO, List.of(BOB)));
    assertThat(locator(1).locate(ALL).of(List.of(BOB, NOBODY_HOME)))
        .isEqualTo(Map.of(TWO, List.of(BOB)));
  }

  @Test
  void aGatewayAnnouncedAMomentAgoIsAddressed() {
    ViewerLocator locator = locator(4);
    locator.locate(ALL);
    GatewayId fresh = new GatewayId("gw-fresh");
    store.gateways().announce(fresh, 0);
    assertThat(locator.locate(ALL).of(ALL)).containsKey(fresh);
  }

  @Test
  void withoutViewersNobodyIsAddressed() {
    assertThat(locator(4).locate(ALL).of(List.of())).isEmpty();
    assertThat(locator(0).locate(ALL).of(List.of())).isEmpty();
  }

  private ViewerLocator locator(int broadcastGateways) {
    return new ViewerLocator(store, new FanOutSettings(broadcastGateways, 1_000, 4, 100, "test"));
  }

  private void connect(UserId user, GatewayId gateway) {
    SessionId session = SessionId.random();
    store
        .sessions()
        .apply(
            List.of(
                new SessionReport.Connected(
                    user,
                    session,
                    new DeviceId(session.value()),
                    DeviceType.WEB,
                    null,
                    gateway,
                    Watch.CONTACTS)),
            Map.of(user, Sessions.nothingKept(user)));
  }
}
