package io.presence.graph.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.UserId;
import io.presence.web.ProblemException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PairTest {
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final UserId CAPITAL = new UserId("Bob");

  @Test
  void bothOrdersAreTheSamePair() {
    assertThat(Pair.of(ANN, BOB)).isEqualTo(Pair.of(BOB, ANN));
    assertThat(Pair.of(BOB, ANN).lower()).isEqualTo(ANN);
  }

  @Test
  void idsAreComparedByTheirBytesAsTheDatabaseDoes() {
    assertThat(Pair.of(ANN, CAPITAL).lower()).isEqualTo(CAPITAL);
    var sorted =
        new TreeSet<>(List.of(Pair.of(ANN, BOB), Pair.of(BOB, CAPITAL), Pair.of(ANN, CAPITAL)));
    assertThat(sorted)
        .containsExactly(Pair.of(CAPITAL, ANN), Pair.of(CAPITAL, BOB), Pair.of(ANN, BOB));
  }

  @Test
  void nobodyIsAPairAlone() {
    assertThatThrownBy(() -> Pair.of(ANN, ANN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pair.requireOther("contact", ANN, ANN))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("contact");
  }
}
