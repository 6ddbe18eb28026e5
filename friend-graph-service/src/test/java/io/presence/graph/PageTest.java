package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.presence.contracts.UserId;
import io.presence.web.ProblemException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void aPageGoesOnOnlyWhenThereIsMore() {
    assertThat(page(List.of(), 2)).isEqualTo(new Page<>(List.of(), null));
    assertThat(page(ids("a"), 2)).isEqualTo(new Page<>(ids("a"), null));
    assertThat(page(ids("a", "b"), 2)).isEqualTo(new Page<>(ids("a", "b"), null));
    assertThat(page(ids("a", "b", "c"), 2)).isEqualTo(new Page<>(ids("a", "b"), "b"));
  }

  @Test
  void limitsAre1To500() {
    assertThatCode(() -> Page.requireLimit(1)).doesNotThrowAnyException();
    assertThatCode(() -> Page.requireLimit(500)).doesNotThrowAnyException();
    for (int bad : new int[] {0, -1, 501}) {
      assertThatThrownBy(() -> Page.requireLimit(bad))
          .isInstanceOf(ProblemException.class)
          .hasMessageContainingAll("1-500", Integer.toString(bad));
    }
  }

  @Test
  void aListStartsBeforeEveryId() {
    assertThat(Page.start(null)).isEmpty();
    assertThat(Page.start(new UserId("b"))).isEqualTo("b");
  }

  private static Page<UserId> page(List<UserId> rows, int limit) {
    return Page.of(rows, limit, Function.identity());
  }

  private static List<UserId> ids(String... ids) {
    return Stream.of(ids).map(UserId::new).toList();
  }
}
