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
 * Answers a {@link ProblemException}; a 503 is logged with its cause, if there is one, and asks the
 * client to come back in a second.
 */
@Singleton
final class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  @Override
  public HttpResponse<?> handle(
      @SuppressWarnings("rawtypes") HttpRequest request, ProblemException e) {
    var response =
        ProblemProcessor.problem(
            HttpResponse.status(e.status()), Problem.of(e.status(), e.detail(), request.getPath()));
    if (e.status() == HttpStatus.SERVICE_UNAVAILABLE) {
      if (e.getCause() != null) {
        LOG.warn(
            "{} {} answered 503: {}",
            request.getMethod(),
            request.getPath(),
            e.detail(),
            e.getCause());
      }
      response.header(HttpHeaders.RETRY_AFTER, "1");
    }
    return response;
  }
}
