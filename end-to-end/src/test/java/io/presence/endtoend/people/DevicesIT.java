package io.presence.endtoend.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several devices of one person, several tabs of one device, and sessions that come too late. */
@ExtendWith(SharedStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DevicesIT {
  private static final int MAX_SESSIONS = 20;

  @Test
  void tabsShareADeviceAndOneDeviceSignsOffAlone(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(0, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone&device_type=mobile");
          Wire tab = ann.connect(0, "device_id=laptop&device_type=desktop&platform=linux");
          Wire otherTab = ann.connect(1, "device_id=laptop&device_type=desktop")) {
        Story told = Story.on(viewer, ann.name());
        long both =
            told.await("on both", Story.PATIENCE, seen -> seen.devices().size() == 2).version();
        try (Wire third = ann.connect(1, "device_id=laptop&device_type=desktop")) {
          third.goodbye();
        }
        Somebody.set(tab, "{\"status\":\"offline\"}");
        Story.Telling off =
            told.await("on one", Story.PATIENCE, seen -> seen.devices().equals(List.of("mobile")));
        assertThat(off.status()).isEqualTo("online");
        assertThat(told.all().stream().filter(seen -> seen.version() > both))
            .as("coming and going of a tab is no news")
            .hasSize(1);
        Somebody.set(phone, "{\"status\":\"offline\"}");
        told.awaitStatus("offline");
        // Activity is no return; what the person says on either tab is one.
        Somebody.active(otherTab);
        assertThat(bob.look(1, ann.name()).status()).isEqualTo("offline");
        Somebody.set(otherTab, "{\"custom_message\":\"here again\"}");
        assertThat(told.awaitStatus("online").devices()).containsExactly("desktop");
      }
    }
  }

  @Test
  void aReconnectOnAnotherGatewayShowsNoBlinkAndTheOldSessionChangesNothing(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(0, "device_id=w")) {
        Story told = Story.on(viewer, ann.name());
        Wire old = ann.connect(0, "device_id=phone");
        String session = sessionOf(old);
        long online = told.awaitStatus("online").version();
        old.cut();
        await().atMost(Story.PATIENCE).until(() -> ann.explained().contains("connection lost"));
        try (Wire fresh = ann.connect(1, "device_id=phone")) {
          // Late words of the old session: they arrive, and change nothing.
          for (String late :
              List.of(
                  "{\"type\":\"heard\",\"user_id\":\"%s\",\"session_id\":\"%s\",\"age_millis\":0}",
                  "{\"type\":\"lost\",\"user_id\":\"%s\",\"session_id\":\"%s\",\"age_millis\":0}",
                  "{\"type\":\"closed\",\"user_id\":\"%s\",\"session_id\":\"%s\"}",
                  "{\"type\":\"status_set\",\"user_id\":\"%s\",\"session_id\":\"%s\","
                      + "\"edit\":{\"status\":\"offline\",\"message\":\"KEEP\"}}",
                  "{\"type\":\"connected\",\"user_id\":\"%s\",\"session_id\":\"%s\","
                      + "\"device_id\":\"ghost\",\"device_type\":\"web\",\"gateway_id\":\"gw-x\","
                      + "\"watch\":\"contacts\"}")) {
            awaitEnded(rest, stack, late.formatted(ann.name(), session));
          }
          told.assertNothingAfter(online, Duration.ofMillis(stack.ttlMillis() + 2_000));
          assertThat(fresh.isOpen()).isTrue();
          assertThat(bob.look(0, ann.name()).status()).isEqualTo("online");
          fresh.goodbye();
          told.awaitStatus("offline");
        }
      }
    }
  }

  @Test
  void oneDeviceThatFallsSilentIsGoneOnTimeWhileAnotherLives(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone&device_type=mobile");
          Wire laptop = ann.connect(1, "device_id=laptop&device_type=desktop")) {
        Story told = Story.on(viewer, ann.name());
        told.await("on both", Story.PATIENCE, seen -> seen.devices().size() == 2);
        phone.sleep();
        long silent = System.nanoTime();
        // The laptop only answers pings, at most one in a heartbeat interval.
        Story.Telling one =
            told.await(
                "on the laptop alone",
                Duration.ofMillis(stack.ttlMillis()).plus(Story.PATIENCE),
                seen -> seen.devices().equals(List.of("desktop")));
        assertThat(one.status()).isEqualTo("online");
        // A pong may have left just after it was said to be silent: nothing is bound from above
        // here but by patience, and from below by the grace.
        assertThat(Story.seconds(one.atNanos() - silent))
            .isGreaterThan(stack.ttlMillis() / 1_000.0 - 2.5);
        assertThat(laptop.isOpen()).isTrue();
      }
    }
  }

  @Test
  void withOneSessionTooManyTheLongestIdleIsClosedAndToldWhy(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      List<Wire> wires = new ArrayList<>();
      try {
        for (int i = 0; i < MAX_SESSIONS; i++) {
          wires.add(ann.connect(i, "device_id=d" + i));
        }
        assertThat(wires).allMatch(Wire::isOpen);
        wires.add(ann.connect(0, "device_id=last"));
        await().atMost(Story.PATIENCE).until(() -> !wires.getFirst().isOpen());
        assertThat(wires.getFirst().closed()).isCompletedWithValue(4409);
        assertThat(wires.subList(1, wires.size())).allMatch(Wire::isOpen);
      } finally {
        wires.forEach(Wire::close);
      }
    }
  }

  private static String sessionOf(Wire wire) {
    JsonNode data = Objects.requireNonNull(wire.greeted().get("data"));
    return Objects.requireNonNull(Json.text(data, "session_id"));
  }

  /** Reports to heartbeat-function as a gateway does, until it says that the session has ended. */
  private static void awaitEnded(Rest rest, LiveStack stack, String report) {
    URI heartbeat = Objects.requireNonNull(stack.services().get("heartbeat-function"));
    HttpRequest request =
        HttpRequest.newBuilder(heartbeat.resolve("/internal/v1/heartbeats"))
            .header("X-Presence-Service-Key", stack.serviceKey())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"reports\":[" + report + "]}"))
            .build();
    assertThat(rest.send(request).ok().body())
        .as(report)
        .isEqualTo("{\"results\":[{\"outcome\":\"ended\"}]}");
  }
}
