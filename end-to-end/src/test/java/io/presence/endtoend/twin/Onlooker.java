package io.presence.endtoend.twin;

import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at people in every way there is and writes down what came, byte by byte, with nothing taken
 * out but what must differ: the subject's id, times, versions, refs and dates.
 */
final class Onlooker implements AutoCloseable {
  /** Redis and this test go by the clock of one machine. */
  private static final long CLOCK_SLACK_MILLIS = 5;

  private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

  private final LiveStack stack;
  private final Rest rest;
  private final String self;
  private final String token;
  private final Wire watching;
  private final Wire subscribing;
  private final Events listening;

  /** What was received before it was of interest, by channel. */
  private final Map<Object, Integer> skipped = new HashMap<>();

  Onlooker(LiveStack stack, Rest rest, String self) {
    this.stack = stack;
    this.rest = rest;
    this.self = self;
    token = stack.token(self);
    watching = Wire.join(stack.gateway(0), token, "device_id=w");
    subscribing = Wire.join(stack.gateway(1), token, "device_id=s&watch=subscriptions");
    listening = Events.join(stack.gateway(1), token);
  }

  Wire watching() {
    return watching;
  }

  /** Waits until it was said to who watches contacts, on the socket and on the stream. */
  void awaitText(String part) {
    var _ = watching.awaitText(part);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> listening.received().stream().anyMatch(event -> event.text().contains(part)));
  }

  /** What lookups and subscriptions say of somebody. */
  Map<String, String> look(String subject) {
    Map<String, String> seen = new LinkedHashMap<>();
    String ids = "{\"user_ids\":" + Json.array(List.of(subject)) + "}";
    seen.put("get", timely(() -> ask(watching, "get_presence", ids), subject));
    seen.put("subscribe", timely(() -> ask(subscribing, "subscribe_presence", ids), subject));
    seen.put("get subscribed", timely(() -> ask(subscribing, "get_presence", ids), subject));
    String path = "/v1/presence?user_ids=" + subject;
    for (int gateway = 0; gateway < 2; gateway++) {
      var at = stack.gateway(gateway);
      seen.put("rest " + gateway, timely(() -> trace(rest.get(at, path, token)), subject));
    }
    return seen;
  }

  /** An answer, whose version must be the time of the question and tell of nothing else. */
  private static String timely(Supplier<String> question, String subject) {
    long asked = System.currentTimeMillis() - CLOCK_SLACK_MILLIS;
    String answer = question.get();
    long answered = System.currentTimeMillis() + CLOCK_SLACK_MILLIS;
    Matcher version = VERSION.matcher(answer);
    while (version.find()) {
      long asOf = Long.parseLong(version.group(1));
      if (asOf < asked || asOf > answered) {
        throw new AssertionError(
            "a version that is not of now: %d..%d, %s".formatted(asked, answered, answer));
      }
    }
    return alike(subject, answer);
  }

  /** What the graph's endpoints say of somebody; leaves everything as it was. */
  Map<String, String> touch(String subject) {
    Map<String, String> seen = new LinkedHashMap<>();
    String mine = "/v1/users/" + self;
    String theirs = "/v1/users/" + subject;
    for (String path : List.of("", "/privacy", "/contacts", "/blocks", "/contact-requests")) {
      seen.put("GET their" + path, call("GET", subject, theirs + path));
    }
    seen.put("ask to be a contact", call("PUT", subject, mine + "/contacts/" + subject));
    seen.put("ask again", call("PUT", subject, mine + "/contacts/" + subject));
    seen.put("asked", call("GET", subject, mine + "/contact-requests?direction=sent"));
    seen.put("got", call("GET", subject, mine + "/contact-requests"));
    seen.put("contacts", call("GET", subject, mine + "/contacts"));
    seen.put("accept", call("POST", subject, mine + "/contact-requests/" + subject + "/accept"));
    seen.put("decline", call("POST", subject, mine + "/contact-requests/" + subject + "/decline"));
    seen.put("withdraw", call("DELETE", subject, mine + "/contacts/" + subject));
    seen.put("withdraw again", call("DELETE", subject, mine + "/contacts/" + subject));
    return seen;
  }

  /** What came before is of no interest: arrivals may be told in one frame or in two. */
  void beginHere() {
    skipped.put(watching, watching.frames().size());
    skipped.put(subscribing, subscribing.frames().size());
    skipped.put(listening, listening.received().size());
  }

  /** What was said of them, or of the room that is named after them, unasked since then. */
  List<String> pushed(String subject) {
    return unasked().filter(text -> isAbout(subject, text)).map(t -> alike(subject, t)).toList();
  }

  /** The versions that it had. */
  List<Long> pushedVersions(String subject) {
    return unasked()
        .filter(text -> isAbout(subject, text))
        .flatMap(text -> VERSION.matcher(text).results())
        .map(version -> Long.valueOf(version.group(1)))
        .toList();
  }

  private static boolean isAbout(String subject, String text) {
    return text.contains(quoted(subject)) || text.contains(quoted(room(subject)));
  }

  private Stream<String> unasked() {
    Stream<String> frames =
        Stream.of(watching, subscribing)
            .flatMap(wire -> wire.frames().stream().skip(skipped.getOrDefault(wire, 0)))
            .map(Wire.Frame::text)
            .filter(text -> !text.contains("\"ref\""));
    Stream<String> events =
        listening.received().stream()
            .skip(skipped.getOrDefault(listening, 0))
            .map(Events.Event::text);
    return Stream.concat(frames, events).filter(text -> !text.contains("\"presence_info\""));
  }

  /** The room in which the onlooker meets somebody. */
  static String room(String subject) {
    return subject + ".room";
  }

  /**
   * What is said of somebody's room to who subscribes to it, who asks for it, and who leaves it.
   */
  Map<String, String> meet(String subject) {
    Map<String, String> seen = new LinkedHashMap<>();
    String id = "{\"room_id\":" + quoted(room(subject)) + "}";
    String path = "/v1/rooms/" + room(subject) + "/presence";
    seen.put("subscribe", alike(subject, ask(subscribing, "subscribe_room", id)));
    seen.put("again", alike(subject, ask(subscribing, "subscribe_room", id)));
    seen.put("count", alike(subject, trace(rest.get(stack.gateway(0), path, token))));
    return seen;
  }

  /** The raw answer of one lookup, and how long it took. */
  Rest.Answer raw(String subject) {
    return rest.get(stack.gateway(0), "/v1/presence?user_ids=" + subject, token).ok();
  }

  private static String ask(Wire wire, String event, String data) {
    String ref = wire.nextRef();
    wire.ask(event, data, ref);
    return wire.awaitText("\"ref\":" + quoted(ref)).text();
  }

  private String call(String method, String subject, String path) {
    return alike(subject, trace(rest.call(method, stack.friendGraph().resolve(path), token, null)));
  }

  private static String trace(Rest.Answer answer) {
    StringBuilder trace = new StringBuilder().append(answer.status()).append('\n');
    answer
        .headers()
        .forEach((name, values) -> {
          if (!name.equals("date")) {
            trace.append(name).append(": ").append(values).append('\n');
          }
        });
    return trace + answer.body();
  }

  static String alike(String subject, String text) {
    return text.replace(subject, "<somebody>")
        .replaceAll("\"version\":\\d+", "\"version\":<newer>")
        .replaceAll("\"ref\":\"[^\"]*\"", "\"ref\":<ref>")
        .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "<time>");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @Override
  public void close() {
    watching.close();
    subscribing.close();
    listening.close();
  }
}
