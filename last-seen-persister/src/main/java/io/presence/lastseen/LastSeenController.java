package io.presence.lastseen;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.transaction.exceptions.TransactionException;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import io.presence.web.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * {@code GET /internal/v1/last-seen?user_ids=a,b}: what is kept of people, for services. Blocks on
 * Postgres, on virtual threads; answers 503 while Postgres does not.
 */
@Controller("/internal/v1/last-seen")
@ExecuteOn(TaskExecutors.BLOCKING)
final class LastSeenController {
  private final Lookup lookup;

  LastSeenController(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * @param userIds separated by commas, 1 to 500; 400 names the first that is malformed
   * @return the people who are known; the others are left out
   */
  @Hidden
  @Get
  LastSeen.Batch lastSeen(@QueryValue("user_ids") String userIds) {
    Set<UserId> asked = parse(userIds);
    try {
      return new LastSeen.Batch(lookup.of(asked));
    } catch (DataAccessException
        | ConnectionException
        | CannotGetJdbcConnectionException
        | TransactionException e) {
      throw ProblemException.unavailable("last seen is not available: Postgres did not answer", e);
    }
  }

  private static Set<UserId> parse(String list) {
    String[] values = list.split(",", -1);
    if (values.length > LastSeen.Batch.MAX_USER_IDS) {
      throw ProblemException.invalid(
          "user_ids may name at most %d ids, got %d: ask several times"
              .formatted(LastSeen.Batch.MAX_USER_IDS, values.length));
    }
    Set<UserId> ids = LinkedHashSet.newLinkedHashSet(values.length);
    for (String value : values) {
      try {
        ids.add(new UserId(value));
      } catch (IllegalArgumentException e) {
        throw ProblemException.invalid("user_ids: " + e.getMessage());
      }
    }
    return ids;
  }
}
