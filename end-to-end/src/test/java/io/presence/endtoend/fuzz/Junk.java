package io.presence.endtoend.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes bad input of a seed. What is valid in it names only people of its own. */
final class Junk {
  private static final List<String> EVENTS =
      List.of(
          "heartbeat",
          "update_status",
          "get_presence",
          "subscribe_presence",
          "unsubscribe_presence",
          "subscribe_room",
          "unsubscribe_room",
          "presence_updated",
          "");
  private static final List<String> FIELDS =
      List.of(
          "active",
          "status",
          "custom_message",
          "expires_at",
          "user_ids",
          "room_id",
          "token",
          "device_id",
          "x",
          "",
          "__proto__",
          "user_id");
  private static final List<String> TIMES =
      List.of(
          "2030-01-31T12:00:00.000Z",
          "1970-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "9999-99-99",
          "now");

  private final Random random;
  private final String prefix;

  Junk(long seed, String prefix) {
    random = new Random(seed);
    this.prefix = prefix;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** An id, mostly a good one; else one that breaks a rule, or sits on the edge of it. */
  String id() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "x".repeat(128);
      case 2 -> "x".repeat(129);
      case 3 -> "ü" + prefix;
      case 4 -> "../../" + prefix;
      case 5 -> prefix + " " + prefix;
      case 6 -> "a\u0000b";
      case 7 -> "';--" + prefix;
      default -> prefix + random.nextInt(20);
    };
  }

  /** Any text, of any script, in any state. */
  String text() {
    int length =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> 140;
          case 2 -> 141;
          case 3 -> 1_000;
          default -> random.nextInt(40);
        };
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> "😀";
            case 1 -> "\u202e";
            case 2 -> "\u0301";
            default -> Character.toString(32 + random.nextInt(90));
          });
    }
    return text.toString();
  }

  String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c < 32 || c == '"' || c == '\\') {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }

  /** A JSON value. */
  String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 11)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> Long.toString(random.nextLong());
      case 3 -> "-0.0e-9";
      case 4 -> "9".repeat(200);
      case 5 -> "1e308";
      case 6 -> quoted(any(TIMES));
      case 7 -> "\"\\ud800\"";
      case 8 -> quoted(any(List.of("online", "busy", "dnd", "away", "offline", "invisible")));
      case 9 -> quoted(text());
      case 10 -> quoted(id());
      case 11 -> object(depth - 1);
      default -> array(depth - 1, random.nextInt(6));
    };
  }

  private String array(int depth, int size) {
    return list("[", "]", size, () -> value(depth));
  }

  String object(int depth) {
    return list("{", "}", random.nextInt(5), () -> quoted(any(FIELDS)) + ":" + value(depth));
  }

  /** What an event wants, or nearly. */
  private String data() {
    return switch (random.nextInt(9)) {
      case 0 -> value(3);
      case 1 -> "{\"user_ids\":" + list("[", "]", random.nextInt(30), () -> quoted(id())) + "}";
      case 2 -> "{\"user_ids\":" + sized(any(List.of(0, 499, 500, 501))) + "}";
      case 3 -> "{\"status\":" + value(1) + ",\"expires_at\":" + value(0) + "}";
      case 4 -> "{\"custom_message\":" + quoted(text()) + "}";
      case 5 -> "{\"active\":" + value(0) + "}";
      default -> object(2);
    };
  }

  private String sized(int size) {
    return list("[", "]", size, () -> quoted(prefix + random.nextInt(20)));
  }

  private static String list(String open, String close, int size, Supplier<String> each) {
    StringBuilder list = new StringBuilder(open);
    for (int i = 0; i < size; i++) {
      list.append(i == 0 ? "" : ",").append(each.get());
    }
    return list.append(close).toString();
  }

  /** A frame whose ref can be read: it must be answered. */
  String frame(String ref) {
    String event = random.nextInt(10) == 0 ? value(1) : quoted(any(EVENTS));
    String data = random.nextInt(20) == 0 ? "" : ",\"data\":" + data();
    String more = random.nextInt(5) == 0 ? ",\"more\":" + value(4) : "";
    return "{\"ref\":" + quoted(ref) + ",\"event\":" + event + data + more + "}";
  }

  /** A text that may not even be JSON. */
  String broken() {
    String frame = frame("broken");
    return switch (random.nextInt(8)) {
      case 0 -> frame.substring(0, random.nextInt(frame.length()));
      case 1 -> "[".repeat(5_000);
      case 2 -> "{\"event\":\"heartbeat\",\"ref\":" + value(2) + "}";
      case 3 -> "{\"event\":\"heartbeat\",\"ref\":" + "9".repeat(3_000) + "}";
      case 4 -> text();
      case 5 -> "";
      case 6 -> "\ufeff" + frame;
      default -> {
        char[] mangled = frame.toCharArray();
        mangled[random.nextInt(mangled.length)] = (char) (32 + random.nextInt(90));
        yield new String(mangled);
      }
    };
  }

  byte[] bytes(int atMost) {
    byte[] bytes = new byte[random.nextInt(atMost)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A path or query value, as it may stand in a request line. */
  String encoded() {
    return switch (random.nextInt(8)) {
      case 0 -> "%00";
      case 1 -> "%ff%fe";
      case 2 -> "%2e%2e%2f";
      case 3 -> "1".repeat(500);
      case 4 -> "-1";
      default -> java.net.URLEncoder.encode(id(), StandardCharsets.UTF_8).replace("+", "%20");
    };
  }
}
