package io.presence.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.exceptions.DataAccessException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAwayTest {
  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "40P01, true",
    "40001, true",
    "53300, true",
    "57P01, true",
    ", true",
    "22P02, false",
    "23505, false",
    "42P01, false",
  })
  void onlyWhatTheServerSuffersFromPassesByItself(String state, boolean passes) {
    var failure = new DataAccessException("failed", new SQLException("reason", state));
    assertThat(PostgresAway.isPassing(failure)).isEqualTo(passes);
  }

  @Test
  void whatHasNothingToDoWithSqlDoesNot() {
    assertThat(PostgresAway.isPassing(new DataAccessException("failed"))).isFalse();
  }
}
