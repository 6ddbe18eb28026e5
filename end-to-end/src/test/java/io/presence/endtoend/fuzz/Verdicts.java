package io.presence.endtoend.fuzz;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/** What an answer to bad input may be. Collects what may not; for any thread. */
final class Verdicts {
  /** Those of the protocol's table, and what RFC 6455 says of frames that are none. */
  private static final Set<Integer> CLOSES =
      Set.of(
          1000, 1002, 1003, 1007, 1009, 1012, 1013, 4401, 4403, 4408, 4409, 4410, 4413, 4429, 4430);

  /** 501: part of the contract that a version does not offer, said clearly. */
  private static final Set<Integer> STATUSES =
      Set.of(
          200, 201, 204, 400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 414, 415, 417, 422, 426,
          428, 429, 431, 501);

  /** Of the server's inside. The exceptions that people make are none of it, classes are. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "(?i)\\bjava\\.|\\bjavax\\.|jakarta\\.|io\\.(micronaut|presence|netty|lettuce)|org\\.(postgresql|apache)"
              + "|(?-i:Exception)|stack ?trace|\\bat [a-z]+(\\.[a-z]+)+\\(|nullpointer|sqlstate|psql|jdbc|select .* from");

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  Queue<String> wrong() {
    return wrong;
  }

  void add(String what) {
    if (wrong.size() < 50) {
      wrong.add(what);
    }
  }

  void closed(int code, String after) {
    if (!CLOSES.contains(code)) {
      add("closed with %d after %s".formatted(code, shortened(after)));
    }
  }

  void status(int status, String body, String request) {
    if (!STATUSES.contains(status)) {
      add("%d to %s: %s".formatted(status, shortened(request), shortened(body)));
    }
    text(body, request);
  }

  /** No word of the inside may be in it. */
  void text(String text, String after) {
    var inside = INSIDE.matcher(text);
    if (inside.find()) {
      add(
          "\"%s\" in the answer to %s: %s"
              .formatted(inside.group(), shortened(after), shortened(text)));
    }
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 300 ? printable : printable.substring(0, 300) + "…";
  }
}
