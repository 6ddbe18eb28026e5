package io.presence.web;

import io.micronaut.http.HttpStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What kinds of problems there are. Clients tell them apart by {@link #uri}, which never changes:
 * one constant for each status, and further ones where clients do something else about it.
 * docs/problems.md lists them for clients.
 */
public enum ProblemType {
  BAD_REQUEST(HttpStatus.BAD_REQUEST, "the request breaks a rule that `detail` names; change it"),
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "no token, or one that is not accepted; get a fresh one"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "the caller is known and may not do this"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "what the path names does not exist, or not for the caller"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "the path has no such method"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "the path answers in no format that `Accept` names"),
  CONFLICT(HttpStatus.CONFLICT, "it contradicts the present state"),
  /** Not {@link #TOO_MANY_REQUESTS}: waiting does not help. */
  TOO_MANY(
      HttpStatus.CONFLICT,
      "Too many",
      "there are as many contacts, requests, blocks, exceptions or members as may be; remove some"
          + " first, waiting does not help"),
  IMPORT_RUNNING(
      HttpStatus.CONFLICT,
      "Import running",
      "an import with this `Import-Id` is running; wait for its end, or choose another"),
  SESSION_ENDED(
      HttpStatus.CONFLICT,
      "Session ended",
      "an administrator has ended the device's session, or it gave way to newer ones; it may begin"
          + " again when `detail` says"),
  PRECONDITION_FAILED(
      HttpStatus.PRECONDITION_FAILED,
      "it is not as `If-Match` or `If-None-Match` demands; read it again"),
  REQUEST_ENTITY_TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large"),
  UNSUPPORTED_MEDIA_TYPE(
      HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the path takes no body of this `Content-Type`"),
  /** A rate limit, or more streams than one may have. */
  TOO_MANY_REQUESTS(
      HttpStatus.TOO_MANY_REQUESTS,
      "a rate limit, or that of open streams, is reached; come back after `retry_after_ms`"),
  INTERNAL_SERVER_ERROR(
      HttpStatus.INTERNAL_SERVER_ERROR, "the server failed; it is not your fault"),
  SERVICE_UNAVAILABLE(
      HttpStatus.SERVICE_UNAVAILABLE,
      "not now: something that the answer needs does not respond, or the server is full, starting"
          + " or going away; come back after `retry_after_ms`");

  private static final String PREFIX = "urn:presence:problem:";

  /** RFC 9457: no more than what the status says. */
  static final String NO_OTHER = "about:blank";

  private final HttpStatus status;
  private final String title;
  private final String meaning;

  ProblemType(HttpStatus status, String meaning) {
    this(status, status.getReason(), meaning);
  }

  ProblemType(HttpStatus status, String title, String meaning) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
  }

  /** What is meant by a status, if nothing more is known; empty for one that nothing here makes. */
  static Optional<ProblemType> of(HttpStatus status) {
    return all().filter(type -> type.status == status && type.isWhole()).findFirst();
  }

  /** Whether it is all that its status may mean, not one special case. */
  private boolean isWhole() {
    return title.equals(status.getReason());
  }

  static Stream<ProblemType> all() {
    return Arrays.stream(values());
  }

  /** On the wire. */
  public String uri() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  HttpStatus status() {
    return status;
  }

  String title() {
    return title;
  }

  /** For whoever reads the docs. */
  String meaning() {
    return meaning;
  }
}
