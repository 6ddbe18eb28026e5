package io.presence.graph;

import io.presence.web.ProblemException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an editor demands of what they overwrite: {@code If-Match} (that it is as they read it) or
 * {@code If-None-Match: *} (that it is not there yet). Without either the last write wins.
 */
public record Precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  private static final int SHOWN = 60;

  /**
   * To be called in the transaction of the write, with the person locked.
   *
   * @param current the tag of what is there; null when nothing is
   * @throws ProblemException 412 if it is not met, 400 if it cannot be understood
   */
  public void require(String what, @Nullable Etag current) {
    if (ifMatch != null && !matches(ifMatch, current)) {
      throw ProblemException.preconditionFailed(
          "%s has changed since it was read: If-Match was %s, the ETag is %s; read it again"
              .formatted(what, shown(ifMatch), current == null ? "none" : current));
    }
    if (ifNoneMatch == null) {
      return;
    }
    if (!ifNoneMatch.strip().equals("*")) {
      throw ProblemException.invalid("If-None-Match must be *, got " + shown(ifNoneMatch));
    }
    if (current != null) {
      throw ProblemException.preconditionFailed(
          "%s is there already, with the ETag %s".formatted(what, current));
    }
  }

  /** Strong comparison: a weak tag matches nothing. */
  private static boolean matches(String header, @Nullable Etag current) {
    if (current == null) {
      return false;
    }
    return header.strip().equals("*")
        || Stream.of(header.split(",")).map(String::strip).anyMatch(current.text()::equals);
  }

  private static String shown(String header) {
    String head = header.length() > SHOWN ? header.substring(0, SHOWN) + "…" : header;
    return head.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
