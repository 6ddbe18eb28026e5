package io.presence.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpStatus;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document, {@code application/problem+json}: the body of every error answer.
 *
 * @param type stable, {@code urn:presence:problem:<kind>}
 * @param title the kind, for people
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

  static Problem of(HttpStatus status, @Nullable String detail, @Nullable String instance) {
    return of(status, detail, instance, null);
  }

  static Problem of(
      HttpStatus status,
      @Nullable String detail,
      @Nullable String instance,
      @Nullable Long retryAfterMs) {
    String kind = status.getReason().toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    return new Problem(
        "urn:presence:problem:" + kind,
        status.getReason(),
        status.getCode(),
        detail,
        instance,
        retryAfterMs);
  }
}
