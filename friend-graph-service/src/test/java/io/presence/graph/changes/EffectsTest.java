package io.presence.graph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.RoomId;
import io.presence.contracts.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId EVE = new UserId("eve");

  private final Effects effects = new Effects();

  @Test
  void aChangeBetweenTwoTouchesBoth() {
    effects.between(ANN, BOB, true);
    assertThat(effects.touches()).containsExactly(new Touch(ANN, BOB), new Touch(BOB, ANN));
    assertThat(effects.concerned()).containsExactly(ANN, BOB);
  }

  @Test
  void aWriteThatChangedNothingTouchesNobodyButNamesThem() {
    effects.between(ANN, BOB, false);
    effects.of(EVE, false);
    assertThat(effects.touches()).isEmpty();
    assertThat(effects.concerned()).containsExactly(ANN, BOB, EVE);
  }

  @Test
  void manyChangesOfOnePersonAreOneTouch() {
    effects.ofMany(List.of(ANN, BOB, EVE), List.of(ANN, BOB, ANN));
    effects.of(ANN, true);
    assertThat(effects.touches()).containsExactly(new Touch(ANN, null), new Touch(BOB, null));
    assertThat(effects.concerned()).containsExactly(ANN, BOB, EVE);
  }

  @Test
  void whoJoinsARoomConcernsNobodysSight() {
    RoomId lobby = new RoomId("lobby");
    effects.membership(ANN, lobby, true);
    effects.membership(BOB, lobby, false);
    assertThat(effects.touches()).containsExactly(new Touch(ANN, ANN, lobby));
    assertThat(effects.concerned()).containsExactly(ANN, BOB);
  }

  @Test
  void whoSeesLessByTheirOwnDoingTouchesThoseWhomTheySee() {
    effects.sightOf(ANN, List.of(BOB, EVE));
    assertThat(effects.touches()).containsExactly(new Touch(BOB, ANN), new Touch(EVE, ANN));
  }

  @Test
  void whoeverLostAContactIsTouchedWithThem() {
    effects.gone(ANN, List.of(BOB), true);
    assertThat(effects.touches()).containsExactly(new Touch(ANN, null), new Touch(BOB, ANN));
    assertThat(effects.concerned()).containsExactly(ANN);
  }
}
