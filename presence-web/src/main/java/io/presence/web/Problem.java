package io.presence.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document, {@code application/problem+json}: the body of every error answer.
 *
 * @param type stable, see {@link ProblemType}
 * @param title the type, for people
 * @param status the HTTP status
 * @param detail what was wrong with this request, and what to do
 * @param instance the path asked for
 * @param retryAfterMs when asking again may help; absent when it would not
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    @Nullable Long retryAfterMs) {
  public static final String MEDIA_TYPE = "application/problem+json";

  /** What the framework answers. */
  static Problem of(HttpStatus status, @Nullable String detail, @Nullable String instance) {
    String type = ProblemType.of(status).map(ProblemType::uri).orElse(ProblemType.NO_OTHER);
    return new Problem(type, status.getReason(), status.getCode(), detail, instance, null);
  }

  static Problem of(
      ProblemType type,
      @Nullable String detail,
      @Nullable String instance,
      @Nullable Long retryAfterMs) {
    return new Problem(
        type.uri(), type.title(), type.status().getCode(), detail, instance, retryAfterMs);
  }
}
