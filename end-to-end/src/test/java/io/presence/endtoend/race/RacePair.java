package io.presence.endtoend.race;

import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * A subject and a viewer, who are contacts. The viewer holds a socket on each gateway, one of them
 * with an explicit subscription, a stream, and a subscription of the room that both are in; the
 * subject has a second device whose {@code me_updated} comes the same way as the viewer's pushes,
 * and so says when the fan-out of a change is over.
 */
final class RacePair implements AutoCloseable {
  private static final String SECRET = "secret-";

  private final Rest rest;
  private final URI graph;
  private final URI lookups;
  private final String subject;
  private final String viewer;
  private final String subjectToken;
  private final String viewerToken;
  private final String admin;
  private final String room;
  private final Wire acting;
  private final Wire echo;
  private final Wire watching;
  private final Wire subscribed;
  private final Events listening;
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final List<String> leaks = new ArrayList<>();

  /** The ways to vanish, each with its way back. */
  enum Hiding {
    BLOCKED_BY_SUBJECT,
    BLOCKED_BY_VIEWER,
    HIDDEN,
    DENIED,
    UNFRIENDED
  }

  RacePair(LiveStack stack, Rest rest, String name, int number) {
    this.rest = rest;
    graph = stack.friendGraph();
    lookups = stack.gateway(number);
    subject = name + number + ".subject";
    viewer = name + number + ".viewer";
    subjectToken = stack.token(subject);
    viewerToken = stack.token(viewer);
    admin = stack.admin();
    rest.befriend(stack, subject + " " + viewer + "\n");
    acting = Wire.join(stack.gateway(number), subjectToken, "device_id=a&device_type=mobile");
    echo = Wire.join(stack.gateway(number + 1), subjectToken, "device_id=b&device_type=web");
    watching = Wire.join(stack.gateway(number + 1), viewerToken, "device_id=c");
    subscribed = Wire.join(stack.gateway(number), viewerToken, "device_id=d&watch=subscriptions");
    subscribed.ask("subscribe_presence", ids());
    listening = Events.join(stack.gateway(number), viewerToken);
    room = name + number + ".room";
    String members = "{\"user_ids\":" + Json.array(List.of(subject, viewer)) + "}";
    rest.call("POST", graph.resolve("/v1/rooms/" + room + "/members"), admin, members).ok();
    watching.ask("subscribe_room", "{\"room_id\":\"" + room + "\"}");
  }

  private String ids() {
    return "{\"user_ids\":" + Json.array(List.of(subject)) + "}";
  }

  /** Hides, changes at once, looks; then comes back, and is seen again as they are by then. */
  void round(int number, Hiding hiding) {
    String status = number % 2 == 0 ? "busy" : "online";
    hide(hiding);
    long hidden = System.nanoTime();
    CompletableFuture<Void> looking =
        CompletableFuture.runAsync(() -> look(number), Thread.ofVirtual()::start);
    set(number % 3 == 0 ? "away" : status, SECRET + number + "-");
    looking.join();
    look(number + 1);
    set(status, "plain-" + number + "-");
    echo.awaitText("plain-" + number + "-");
    judge(number, hiding, hidden, System.nanoTime());
    show(hiding);
    watching.awaitText("plain-" + number + "-");
  }

  private void set(String status, String message) {
    acting.ask(
        "update_status",
        "{\"status\":\"%s\",\"custom_message\":\"%s\"}".formatted(status, message));
  }

  /** Each time from another side. */
  private void look(int side) {
    switch (side % 4) {
      case 0 -> {
        String path = "/v1/presence?user_ids=" + subject;
        answers.add(rest.get(lookups, path, viewerToken).ok().body());
      }
      case 1 -> watching.ask("get_presence", ids());
      case 2 -> {
        String count =
            rest.get(lookups, "/v1/rooms/" + room + "/presence", viewerToken).ok().body();
        if (counted(count) != 1 || count.contains(subject)) {
          answers.add(SECRET + "in a count: " + count);
        }
      }
      default -> subscribed.ask("subscribe_presence", ids());
    }
  }

  /** Whoever is there in a count, in whatever status: the viewer alone, who turns idle, too. */
  private static long counted(String count) {
    return Pattern.compile("\"(?:online|away|busy)\":(\\d+)")
        .matcher(count)
        .results()
        .mapToLong(number -> Long.parseLong(number.group(1)))
        .sum();
  }

  private void hide(Hiding hiding) {
    switch (hiding) {
      case BLOCKED_BY_SUBJECT -> rest.put(graph, block(subject, viewer), subjectToken, null).ok();
      case BLOCKED_BY_VIEWER -> rest.put(graph, block(viewer, subject), viewerToken, null).ok();
      case HIDDEN -> privacy("nobody");
      case DENIED ->
          rest.put(graph, exception(), subjectToken, "{\"show_online_status\":\"deny\"}").ok();
      case UNFRIENDED -> rest.delete(graph, contact(), subjectToken).ok();
    }
  }

  private void show(Hiding hiding) {
    switch (hiding) {
      case BLOCKED_BY_SUBJECT -> rest.delete(graph, block(subject, viewer), subjectToken).ok();
      case BLOCKED_BY_VIEWER -> rest.delete(graph, block(viewer, subject), viewerToken).ok();
      case HIDDEN -> privacy("contacts");
      case DENIED -> rest.delete(graph, exception(), subjectToken).ok();
      case UNFRIENDED -> rest.put(graph, contact(), admin, null).ok();
    }
  }

  private void privacy(String whom) {
    rest.put(
            graph,
            "/v1/users/" + subject + "/privacy",
            subjectToken,
            "{\"show_online_status\":\"" + whom + "\"}")
        .ok();
  }

  private static String block(String who, String whom) {
    return "/v1/users/" + who + "/blocks/" + whom;
  }

  private String exception() {
    return "/v1/users/" + subject + "/privacy/exceptions/" + viewer;
  }

  private String contact() {
    return "/v1/users/" + subject + "/contacts/" + viewer;
  }

  /** While hidden, a socket is told once at most, unasked, that there is nothing to see. */
  private void judge(int number, Hiding hiding, long hidden, long over) {
    for (Wire wire : List.of(watching, subscribed)) {
      long told =
          wire.frames().reversed().stream()
              .takeWhile(frame -> frame.atNanos() > hidden)
              .filter(frame -> frame.atNanos() < over)
              .filter(frame -> frame.text().contains("presence_updated"))
              .filter(frame -> frame.text().contains("\"offline\""))
              .count();
      if (told > 1) {
        leaks.add(
            "%s, round %d, %s: told %d times of somebody hidden"
                .formatted(viewer, number, hiding, told));
      }
    }
  }

  /** Everything that the viewer must not have got, and did. */
  List<String> leaks() {
    answers.stream().filter(text -> text.contains(SECRET)).forEach(leaks::add);
    for (Wire wire : List.of(watching, subscribed)) {
      wire.frames().stream()
          .map(Wire.Frame::text)
          .filter(text -> text.contains(SECRET))
          .forEach(leaks::add);
    }
    listening.received().stream()
        .map(Events.Event::text)
        .filter(text -> text.contains(SECRET))
        .forEach(leaks::add);
    return leaks;
  }

  @Override
  public void close() {
    List.of(acting, echo, watching, subscribed).forEach(Wire::close);
    listening.close();
  }
}
