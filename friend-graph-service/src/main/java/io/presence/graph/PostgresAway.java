package io.presence.graph;

import io.micronaut.context.annotation.Factory;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.transaction.exceptions.TransactionException;
import io.presence.web.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Answers 503 when Postgres did not: it is away, has no connection left, or gave up in a conflict.
 * Every request may be sent again. A statement that Postgres refuses for what it says is a mistake
 * of ours and stays a 500.
 */
@Factory
final class PostgresAway {
  private final ExceptionHandler<ProblemException, HttpResponse<?>> problems;

  PostgresAway(ExceptionHandler<ProblemException, HttpResponse<?>> problems) {
    this.problems = problems;
  }

  @Singleton
  ExceptionHandler<CannotGetJdbcConnectionException, HttpResponse<?>> noConnection() {
    return this::answer;
  }

  @Singleton
  ExceptionHandler<ConnectionException, HttpResponse<?>> brokenConnection() {
    return this::answer;
  }

  @Singleton
  ExceptionHandler<TransactionException, HttpResponse<?>> brokenTransaction() {
    return this::answer;
  }

  @Singleton
  ExceptionHandler<DataAccessException, HttpResponse<?>> failedStatement() {
    return this::answer;
  }

  private HttpResponse<?> answer(
      @SuppressWarnings("rawtypes") HttpRequest request, RuntimeException e) {
    if (!isPassing(e)) {
      throw e;
    }
    return problems.handle(
        request, ProblemException.unavailable("the database does not answer; try again", e));
  }

  /** Whether it is the state of the server that failed, not the statement. */
  static boolean isPassing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return isPassing(sql.getSQLState());
      }
    }
    return false;
  }

  /** By class of SQL state; a pool that has nothing to give names none. */
  private static boolean isPassing(@Nullable String state) {
    return state == null
        || state.startsWith("08") // connection
        || state.startsWith("40") // rolled back: deadlock, serialization
        || state.startsWith("53") // out of resources
        || state.startsWith("57P"); // shut down
  }
}
