package io.presence.endtoend.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.BriefStack;
import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients without a socket: a stream of events, heartbeats and statuses over REST, and polling. On
 * this stack changes go only to the gateways that the registry names.
 */
@ExtendWith(BriefStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FallbacksIT {
  private static final String PHONE = "{\"device_id\":\"phone\",\"device_type\":\"mobile\"}";
  private static final String ACTIVE =
      "{\"device_id\":\"phone\",\"device_type\":\"mobile\",\"active\":true}";

  @Test
  void aStreamOnEitherGatewayTellsWhatASocketIsTold(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      // Bob has no session anywhere: only his streams tell where he listens.
      try (Events one = Events.join(stack.gateway(0), bob.token());
          Events other = Events.join(stack.gateway(1), bob.token())) {
        List<Story> stories = List.of(Story.on(one, ann.name()), Story.on(other, ann.name()));
        stories.forEach(told -> assertThat(told.status()).isEqualTo("offline"));
        try (Wire phone = ann.connect(0, "device_id=phone&device_type=mobile")) {
          stories.forEach(told -> told.awaitStatus("online"));
          Somebody.set(phone, "{\"status\":\"busy\",\"custom_message\":\"deep\"}");
          stories.forEach(told -> assertThat(told.awaitStatus("busy").message()).isEqualTo("deep"));
          Somebody.set(phone, "{\"status\":\"invisible\"}");
          stories.forEach(told -> assertThat(told.awaitStatus("offline").devices()).isEmpty());
          Somebody.set(phone, "{\"status\":\"online\"}");
          stories.forEach(told -> told.awaitStatus("online"));

          String block = "/v1/users/%s/blocks/%s".formatted(ann, bob);
          rest.put(stack.friendGraph(), block, ann.token(), null).ok();
          stories.forEach(told ->
              assertThat(Json.text(told.awaitStatus("offline").view(), "last_seen")).isNull());
        }
        // A stream shows nobody online, and its own status reaches it.
        assertThat(Json.text(bob.me(0), "status")).isEqualTo("offline");
        bob.put(1, "{\"status\":\"busy\"}");
        for (Events events : List.of(one, other)) {
          await()
              .atMost(Story.PATIENCE)
              .until(() ->
                  events.received().stream()
                      .anyMatch(event ->
                          event.name().equals("me_updated")
                              && event.data().get("expires_at") == null));
        }
        await()
            .atMost(Story.PATIENCE)
            .until(() -> one.received().stream().anyMatch(event -> event.name().isEmpty()));
        assertThat(one.isOpen() && other.isOpen()).isTrue();
      }
    }
  }

  @Test
  void aStreamOutlastsItsEntryInTheRegistry(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Events events = Events.join(stack.gateway(1), bob.token())) {
        Story told = Story.on(events, ann.name());
        long joined = System.nanoTime();
        await()
            .atMost(Duration.ofSeconds(33).plus(Story.PATIENCE))
            .until(() -> Story.seconds(System.nanoTime() - joined) > 33);
        try (Wire phone = ann.connect(0, "device_id=phone")) {
          told.awaitStatus("online");
          assertThat(phone.isOpen()).isTrue();
        }
      }
    }
  }

  @Test
  void heartbeatsOverRestKeepADeviceOnlineAndItsSilenceEndsThat(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w")) {
        Story told = Story.on(viewer, ann.name());
        JsonNode greeting = Json.read(ann.beat(PHONE).ok().body());
        assertThat(number(greeting, "offline_delay_ms")).isEqualTo(stack.ttlMillis());
        assertThat(number(greeting, "heartbeat_interval_ms")).isPositive();
        Story.Telling online = told.awaitStatus("online");
        assertThat(online.devices()).containsExactly("mobile");

        Duration ttl = Duration.ofMillis(stack.ttlMillis());
        Duration longestPause =
            Somebody.goOn(ttl.plusSeconds(3), Duration.ofSeconds(1), () -> ann.beat(ACTIVE).ok());
        if (longestPause.compareTo(ttl.dividedBy(2)) < 0) {
          assertThat(told.statusesAfter(online.version())).doesNotContain("offline");
        }

        // Signed off, until the next one.
        ann.put(0, "{\"status\":\"offline\",\"device_id\":\"phone\"}");
        told.awaitStatus("offline");
        ann.beat(ACTIVE).ok();
        told.awaitStatus("online");
        long last = System.nanoTime();
        Story.Telling gone =
            told.awaitStatus("offline", Duration.ofMillis(stack.ttlMillis()).plus(Story.PATIENCE));
        assertThat(Story.seconds(gone.atNanos() - last))
            .isGreaterThan(stack.ttlMillis() / 1_000.0 - 1);
        ann.beat(PHONE).ok();
        told.awaitStatus("online");
      }
    }
  }

  @Test
  void aStatusSetOverRestIsSeenAndReachesTheOwnSockets(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w")) {
        Story told = Story.on(viewer, ann.name());
        assertThat(Json.text(ann.put(1, "{\"status\":\"busy\"}"), "status")).isEqualTo("offline");
        try (Wire phone = ann.connect(0, "device_id=phone&device_type=mobile");
            Wire laptop = ann.connect(1, "device_id=laptop&device_type=desktop")) {
          told.awaitStatus("busy");
          assertThat(Json.text(ann.put(0, "{\"status\":\"away\"}"), "status")).isEqualTo("away");
          told.awaitStatus("away");
          for (Wire own : List.of(phone, laptop)) {
            await()
                .atMost(Story.PATIENCE)
                .until(() ->
                    own.frames().stream()
                        .map(Wire.Frame::text)
                        .anyMatch(
                            text -> text.contains("\"me_updated\"") && text.contains("\"away\"")));
          }
          ann.put(0, "{\"status\":\"offline\",\"device_id\":\"phone\"}");
          told.await("on the laptop", Story.PATIENCE, s -> s.devices().equals(List.of("desktop")));
          ann.put(1, "{\"status\":\"offline\"}");
          told.awaitStatus("offline");
          ann.put(1, "{\"status\":\"online\"}");
          assertThat(told.awaitStatus("online").devices()).hasSize(2);
          // Polling says the same as pushing.
          assertThat(bob.look(0, ann.name()).devices()).hasSize(2);
        }
      }
    }
  }

  private static long number(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null ? 0 : value.getLongValue();
  }
}
