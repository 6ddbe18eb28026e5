package io.presence.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a {@link ProblemException}; a 503 is logged with its cause, if there is one; where coming
 * back may help, the answer says when.
 */
@Singleton
final class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  @Override
  public HttpResponse<?> handle(
      @SuppressWarnings("rawtypes") HttpRequest request, ProblemException e) {
    var response =
        ProblemProcessor.problem(
            HttpResponse.status(e.status()),
            Problem.of(e.type(), e.detail(), request.getPath(), e.retryAfterMillis()));
    if (e.status() == HttpStatus.SERVICE_UNAVAILABLE && e.getCause() != null) {
      LOG.warn(
          "{} {} answered 503: {}",
          request.getMethod(),
          request.getPath(),
          e.detail(),
          e.getCause());
    }
    Long millis = e.retryAfterMillis();
    if (millis != null) {
      // The header has whole seconds: rounded up, so that whoever obeys it is admitted.
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(millis, 1_000L)));
    }
    return response;
  }
}
