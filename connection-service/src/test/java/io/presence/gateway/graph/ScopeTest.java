package io.presence.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.UserId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static Set<UserId> people(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new UserId("u" + i)).collect(Collectors.toSet());
  }

  @Test
  void severalReasonsBecomeOne() {
    Scope both = Scope.of(people(0, 2), 0).and(Scope.of(people(1, 3), 4));
    assertThat(both).isEqualTo(new Scope(false, people(0, 3), 4));
    assertThat(both.and(Scope.all())).isEqualTo(new Scope(true, Set.of(), 4));
  }

  @Test
  void veryManyAreEverybody() {
    assertThat(Scope.of(people(0, Scope.MAX_SUBJECTS), 0).everybody()).isFalse();
    assertThat(Scope.of(people(0, Scope.MAX_SUBJECTS + 1), 0).everybody()).isTrue();
    assertThat(
            Scope.of(people(0, Scope.MAX_SUBJECTS), 0)
                .and(Scope.of(people(Scope.MAX_SUBJECTS, Scope.MAX_SUBJECTS + 1), 0))
                .everybody())
        .isTrue();
  }
}
