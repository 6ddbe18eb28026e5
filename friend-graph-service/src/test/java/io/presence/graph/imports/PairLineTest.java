package io.presence.graph.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import io.presence.graph.relations.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairLineTest {
  private static final PairLine ANN_AND_BOB =
      new PairLine.Contacts(Pair.of(new UserId("ann"), new UserId("bob")));

  @ParameterizedTest
  @ValueSource(strings = {"ann bob", "bob ann", "  ann \t bob  ", "ann\tbob"})
  void twoIdsWithSpaceBetweenAreAPair(String text) {
    assertThat(parse(text)).isEqualTo(ANN_AND_BOB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# ann bob", "#"})
  void emptyLinesAndCommentsSayNothing(String text) {
    assertThat(parse(text)).isEqualTo(new PairLine.Nothing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann", "ann bob eve", "ann,bob", "ann b\u00e4r", "ann ann", "{}", "ann \ufffd"})
  void anythingElseIsBad(String text) {
    assertThat(parse(text)).isInstanceOf(PairLine.Bad.class);
  }

  @Test
  void idsOfUpTo128CharactersFitIntoALine() {
    String longest = "a".repeat(128);
    String other = "b".repeat(128);
    assertThat(parse(longest + " " + other)).isInstanceOf(PairLine.Contacts.class);
    assertThat(parse(longest + "a " + other)).isInstanceOf(PairLine.Bad.class);
  }

  @Test
  void aLineThatWasCutOffIsBadUnlessItIsAComment() {
    assertThat(PairLine.parse(new BoundedLines.Line("ann bob", true)))
        .isInstanceOf(PairLine.Bad.class);
    assertThat(PairLine.parse(new BoundedLines.Line("# ann", true)))
        .isEqualTo(new PairLine.Nothing());
  }

  private static PairLine parse(String text) {
    return PairLine.parse(new BoundedLines.Line(text, false));
  }
}
