package io.presence.web;

import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a {@link Problem}. The detail goes to the client: what was wrong, the limit,
 * what to do.
 */
public final class ProblemException extends RuntimeException {
  private static final long SOON_MILLIS = 1_000;

  private final ProblemType type;
  private final String detail;
  private final @Nullable Long retryAfterMillis;

  private ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
    this(type, detail, cause, null);
  }

  private ProblemException(
      ProblemType type, String detail, @Nullable Throwable cause, @Nullable Long retryAfterMillis) {
    super(detail, cause);
    this.type = type;
    this.detail = detail;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** 400: the request breaks a rule. Name field, value and limit. */
  public static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.BAD_REQUEST, detail, null);
  }

  /** 401: no token, or one that is not accepted. */
  public static ProblemException unauthorized(String detail) {
    return new ProblemException(ProblemType.UNAUTHORIZED, detail, null);
  }

  /** 403: the caller is known and may not do this. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(ProblemType.FORBIDDEN, detail, null);
  }

  /** 404: what the path names does not exist, for a caller who may know that. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(ProblemType.NOT_FOUND, detail, null);
  }

  /** 409: there is as much of something as there may be. Name the bound and what to do. */
  public static ProblemException atBound(String detail) {
    return new ProblemException(ProblemType.TOO_MANY, detail, null);
  }

  /** 409: this import is running. */
  public static ProblemException importRunning(String detail) {
    return new ProblemException(ProblemType.IMPORT_RUNNING, detail, null);
  }

  /** 409: the session was ended from elsewhere. */
  public static ProblemException sessionEnded(String detail) {
    return new ProblemException(ProblemType.SESSION_ENDED, detail, null);
  }

  /** 412: it is not as the caller demanded by {@code If-Match} or {@code If-None-Match}. */
  public static ProblemException preconditionFailed(String detail) {
    return new ProblemException(ProblemType.PRECONDITION_FAILED, detail, null);
  }

  /** 413: the body is larger than it may be. */
  public static ProblemException tooLarge(String detail) {
    return new ProblemException(ProblemType.REQUEST_ENTITY_TOO_LARGE, detail, null);
  }

  /** 429: too often; the detail states the limit. */
  public static ProblemException tooMany(String detail, long retryAfterMillis) {
    return new ProblemException(ProblemType.TOO_MANY_REQUESTS, detail, null, retryAfterMillis);
  }

  /** 503: not now, and there is nothing to log about it; try again. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(ProblemType.SERVICE_UNAVAILABLE, detail, null, SOON_MILLIS);
  }

  /** 503: too much at the moment; try again after the time that is given. */
  public static ProblemException unavailable(String detail, long retryAfterMillis) {
    return new ProblemException(ProblemType.SERVICE_UNAVAILABLE, detail, null, retryAfterMillis);
  }

  /** 503: something this answer needs did not respond; try again. The cause is logged, not told. */
  public static ProblemException unavailable(String detail, Throwable cause) {
    return new ProblemException(ProblemType.SERVICE_UNAVAILABLE, detail, cause, SOON_MILLIS);
  }

  ProblemType type() {
    return type;
  }

  HttpStatus status() {
    return type.status();
  }

  String detail() {
    return detail;
  }

  @Nullable Long retryAfterMillis() {
    return retryAfterMillis;
  }
}
