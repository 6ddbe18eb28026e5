package io.presence.web;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every error that the framework or a handler answers becomes a {@link Problem}. What goes wrong
 * inside (5xx) tells the client no more than that it did.
 */
@Singleton
final class ProblemProcessor implements ErrorResponseProcessor<Problem> {
  /** Of a type, as messages of conversions name it: its package is none of a client's business. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?:(?:interface|class) )?\\b(?:javax?|jakarta|io\\.micronaut|io\\.presence)\\.(?:\\w+\\.)*(\\w+)");

  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    String said =
        context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    String detail =
        status.getCode() >= 500
            ? "the server failed; nothing that you sent caused it"
            : TYPE.matcher(said).replaceAll("$1");
    return problem(
        response,
        Problem.of(status, detail.isEmpty() ? null : detail, context.getRequest().getPath()));
  }

  static MutableHttpResponse<Problem> problem(MutableHttpResponse<?> response, Problem problem) {
    return response.body(problem).contentType(MediaType.of(Problem.MEDIA_TYPE));
  }
}
