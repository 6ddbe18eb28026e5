package io.presence.endtoend.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Subscribers get live updates, whoever they are and however large the audience is. */
@ExtendWith(SharedStack.class)
@Timeout(300)
class WatchIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final String tag = "watch" + System.nanoTime() % 1_000_000 + "-";
  private final String star = tag + "star";

  private String ids() {
    return "{\"user_ids\":" + Json.array(List.of(star)) + "}";
  }

  private static void say(Wire subject, String status, String message) {
    subject.ask(
        "update_status",
        "{\"status\":\"%s\",\"custom_message\":\"%s\"}".formatted(status, message));
  }

  private void showToEveryone(LiveStack stack, Rest rest) {
    rest.put(
            stack.friendGraph(),
            "/v1/users/" + star + "/privacy",
            stack.token(star),
            "{\"show_online_status\":\"everyone\",\"show_last_seen\":\"everyone\"}")
        .ok();
  }

  @Test
  void aStrangerOnAnotherGatewayIsToldLiveUntilBlockedAndAgainAfterwards(LiveStack stack) {
    String fan = tag + "fan";
    try (Rest rest = new Rest();
        Wire subject = Wire.join(stack.gateway(0), stack.token(star), "device_id=a");
        Wire viewer = Wire.join(stack.gateway(1), stack.token(fan), "device_id=b")) {
      showToEveryone(stack, rest);
      Picture picture = new Picture(viewer, star);
      viewer.ask("subscribe_presence", ids());
      assertThat(picture.live()).isTrue();
      say(subject, "busy", "first");
      await().atMost(LONG).until(() -> "first".equals(picture.message()));

      String block = "/v1/users/" + star + "/blocks/" + fan;
      rest.put(stack.friendGraph(), block, stack.token(star), null).ok();
      say(subject, "online", "secret");
      await().atMost(LONG).until(() -> "offline".equals(picture.status()));
      rest.delete(stack.friendGraph(), block, stack.token(star)).ok();
      await().atMost(LONG).until(() -> "secret".equals(picture.message()));
      say(subject, "busy", "third");
      await().atMost(LONG).until(() -> "third".equals(picture.message()));

      viewer.ask("unsubscribe_presence", ids());
      say(subject, "online", "fourth");
      Wire.join(stack.gateway(1), stack.token(fan), "device_id=c").close();
      assertThat(picture.message()).isEqualTo("third");
      picture.assertVersionsGrow();
    }
  }

  @Test
  void whoeverSubscribesWhileTheSubjectNeverRestsEndsWithTheTruth(LiveStack stack)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger changes = new AtomicInteger();
    List<Wire> viewers = new ArrayList<>();
    try (Rest rest = new Rest();
        Wire subject = Wire.join(stack.gateway(0), stack.token(star), "device_id=a")) {
      showToEveryone(stack, rest);
      Thread restless =
          Thread.ofVirtual()
              .start(() -> {
                while (!over.get()) {
                  int number = changes.incrementAndGet();
                  say(subject, number % 2 == 0 ? "busy" : "online", "change-" + number + ".");
                }
              });
      try {
        for (int i = 0; i < 30; i++) {
          String mode = i % 2 == 0 ? "contacts" : "subscriptions";
          Wire viewer =
              Wire.join(
                  stack.gateway(i),
                  stack.token(tag + "viewer" + i),
                  "device_id=v&watch=" + mode);
          viewers.add(viewer);
          viewer.ask("subscribe_presence", ids());
        }
        int seen = changes.get();
        await().atMost(LONG).until(() -> changes.get() > seen + 20);
      } finally {
        over.set(true);
        restless.join();
      }
      String truth = "change-" + changes.get() + ".";
      for (Wire viewer : viewers) {
        Picture picture = new Picture(viewer, star);
        await().atMost(LONG).until(() -> truth.equals(picture.message()));
        picture.assertVersionsGrow();
        assertThat(picture.live()).isTrue();
      }
    } finally {
      viewers.forEach(Wire::close);
    }
  }

  @Test
  void aboveTheLimitContactsPullSubscribersStayLiveAndCrossingLosesNothing(LiveStack stack) {
    List<String> crowd =
        IntStream.range(0, LiveStack.PUSH_LIMIT).mapToObj(i -> tag + "crowd" + i).toList();
    String one = crowd.getFirst();
    String two = crowd.getLast();
    String last = tag + "last";
    try (Rest rest = new Rest()) {
      rest.befriend(
          stack,
          crowd.stream().map(fan -> star + " " + fan).collect(Collectors.joining("\n", "", "\n")));
      try (Wire subject = Wire.join(stack.gateway(0), stack.token(star), "device_id=a");
          Wire plain = Wire.join(stack.gateway(1), stack.token(one), "device_id=b");
          Wire subscribed = Wire.join(stack.gateway(1), stack.token(two), "device_id=c")) {
        Picture pulled = new Picture(plain, star);
        Picture watched = new Picture(subscribed, star);
        subscribed.ask("subscribe_presence", ids());
        say(subject, "busy", "all-are-told");
        await().atMost(LONG).until(() -> "all-are-told".equals(pulled.message()));
        await().atMost(LONG).until(() -> "all-are-told".equals(watched.message()));
        assertThat(pulled.live()).isTrue();

        for (String round : List.of("1", "2", "3")) {
          String above = "above-" + round;
          contact(stack, rest, last, true);
          await().atMost(LONG).until(() -> !pulled.live());
          say(subject, "online", above);
          await().atMost(LONG).until(() -> above.equals(watched.message()));
          assertThat(watched.live()).isTrue();
          // Whoever asks is told the truth, and that nothing will follow.
          var answer = plain.ask("get_presence", ids());
          assertThat(Json.views(answer)).allSatisfy(view -> {
            assertThat(Json.text(view, "custom_message")).isEqualTo(above);
            assertThat(Objects.requireNonNull(view.get("live")).getBooleanValue()).isFalse();
          });
          assertThat(plain.frames())
              .as("not told unasked")
              .noneMatch(
                  frame ->
                      frame.text().contains("presence_updated") && frame.text().contains(above));
          var explained =
              rest.get(
                      stack.gateway(0),
                      "/v1/admin/explain?viewer=" + one + "&subject=" + star,
                      stack.admin())
                  .ok()
                  .body();
          assertThat(explained).contains("pull_only");

          say(subject, "busy", "while-" + round);
          contact(stack, rest, last, false);
          await().atMost(LONG).until(pulled::live);
          await().atMost(LONG).until(() -> ("while-" + round).equals(pulled.message()));
          say(subject, "online", "below-" + round);
          await().atMost(LONG).until(() -> ("below-" + round).equals(pulled.message()));
          await().atMost(LONG).until(() -> ("below-" + round).equals(watched.message()));
        }
        pulled.assertVersionsGrow();
        watched.assertVersionsGrow();
      }
    }
  }

  private void contact(LiveStack stack, Rest rest, String fan, boolean is) {
    String path = "/v1/users/" + star + "/contacts/" + fan;
    if (is) {
      rest.put(stack.friendGraph(), path, stack.admin(), null).ok();
    } else {
      rest.delete(stack.friendGraph(), path, stack.admin()).ok();
    }
  }
}
