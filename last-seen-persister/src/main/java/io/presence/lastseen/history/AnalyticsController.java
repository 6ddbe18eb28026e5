package io.presence.lastseen.history;

import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.transaction.exceptions.TransactionException;
import io.presence.contracts.UserId;
import io.presence.web.Caller;
import io.presence.web.ProblemException;
import io.presence.web.docs.AnswersProblems;
import io.presence.web.limit.RateLimits;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/analytics/…}, for admins and support: it tells the truth, also of the invisible.
 * Blocks on Postgres, on virtual threads; answers 503 while Postgres does not, and 404 where no
 * history is kept.
 */
@Tag(name = "history")
@AnswersProblems
@Controller("/v1/analytics")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
class AnalyticsController {
  static final int MAX_DAYS = 400;
  static final int MAX_LIMIT = 500;
  private static final int DEFAULT_DAYS = 30;

  private final HistoryReader reader;
  private final HistorySettings settings;
  private final InstantSource clock;
  private final RateLimits limits;

  AnalyticsController(
      HistoryReader reader, HistorySettings settings, InstantSource clock, RateLimits limits) {
    limits.declare(HistoryLimit.values());
    this.limits = limits;
    this.reader = reader;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Figures per day, UTC; today's are as of a moment ago.
   *
   * @param from the first day, {@code 2026-01-31}; unless given, 30 days before the last
   * @param to the last day; unless given, today. At most 400 days in all
   * @return a row for each day, in order
   */
  @Get("/days")
  DayItem.Days days(
      @Parameter(hidden = true) Caller caller,
      @QueryValue @Nullable String from,
      @QueryValue @Nullable String to) {
    admit(caller);
    LocalDate last = to == null ? Covered.day(clock.millis()) : day("to", to);
    LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS) : day("from", from);
    if (first.isAfter(last)) {
      throw ProblemException.invalid(
          "from must not be after to, got from %s to %s".formatted(first, last));
    }
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    if (days > MAX_DAYS) {
      throw ProblemException.invalid(
          "from and to may span at most %d days, got %d: ask several times"
              .formatted(MAX_DAYS, days));
    }
    requireHistory();
    return new DayItem.Days(answered(() -> reader.days(first, last)));
  }

  /**
   * A person's sessions, the newest first, those that last among them.
   *
   * @param limit 1 to 500
   * @param after {@code next} of the page before: goes on with what is older
   * @return a page of sessions, the newest first
   */
  @Get("/users/{id}/sessions")
  SessionItem.Page sessions(
      @Parameter(hidden = true) Caller caller,
      UserId id,
      @Parameter(required = false) @QueryValue(defaultValue = "100") int limit,
      @QueryValue @Nullable String after) {
    admit(caller);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw ProblemException.invalid("limit must be 1-%d, got %d".formatted(MAX_LIMIT, limit));
    }
    SessionCursor start = SessionCursor.parse(after);
    requireHistory();
    List<SessionItem> found = answered(() -> reader.sessions(id, start, limit));
    if (found.size() <= limit) {
      return new SessionItem.Page(found, null);
    }
    List<SessionItem> items = found.subList(0, limit);
    return new SessionItem.Page(items, SessionCursor.of(items.getLast()).toString());
  }

  private void admit(Caller caller) {
    caller.requireSupport();
    limits.require(HistoryLimit.HISTORY_PER_ADMIN, caller.userId().value());
  }

  private void requireHistory() {
    if (!settings.isOn()) {
      throw ProblemException.notFound(
          "no history of sessions is kept here: PRESENCE_HISTORY_DAYS is 0");
    }
  }

  private static <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (DataAccessException
        | ConnectionException
        | CannotGetJdbcConnectionException
        | TransactionException e) {
      throw ProblemException.unavailable(
          "the history is not available: Postgres did not answer", e);
    }
  }

  private static LocalDate day(String name, String value) {
    try {
      LocalDate day = LocalDate.parse(value);
      if (day.getYear() < 1970 || day.getYear() > 9999) {
        throw new DateTimeException("not between 1970 and 9999");
      }
      return day;
    } catch (DateTimeException e) {
      throw ProblemException.invalid(
          "%s must be a day such as 2026-01-31, got \"%s\"".formatted(name, value));
    }
  }
}
