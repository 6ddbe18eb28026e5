package io.presence.endtoend.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.BriefStack;
import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.RedisLine;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people set by hand, and what time makes of them. */
@ExtendWith(BriefStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StatusesIT {
  private static final Duration IDLE = Duration.ofMillis(BriefStack.IDLE_MILLIS);

  @Test
  void aStatusSetByHandEndsAtItsTimeWithNobodyToTriggerIt(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone")) {
        Story told = Story.on(viewer, ann.name());
        Instant until = Instant.now().plusSeconds(3);
        Somebody.set(phone, "{\"status\":\"busy\",\"expires_at\":\"" + until + "\"}");
        told.awaitStatus("busy");
        // The phone says nothing but pongs.
        told.await("not busy", Story.PATIENCE, seen -> !seen.status().equals("busy"));
        assertThat(Instant.now()).isAfterOrEqualTo(until);
        assertThat(told.status()).isIn("online", "away");
      }
    }
  }

  @Test
  void aStatusAndAMessageEndAtTheirTimeWithNobodyConnected(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      // Ann's own stream is no connection of hers; it hears what becomes of what she has set.
      try (Wire viewer = bob.connect(0, "device_id=w");
          Events own = Events.join(stack.gateway(0), ann.token())) {
        Instant until = Instant.now().plusSeconds(6);
        ann.put(
            1,
            "{\"status\":\"busy\",\"expires_at\":\"%s\",\"custom_message\":\"on air\",\"message_expires_at\":\"%s\"}"
                .formatted(until, until));
        awaitMe(own, me -> "on air".equals(Json.text(me, "custom_message")));
        JsonNode ended = awaitMe(own, me -> me.get("custom_message") == null);
        assertThat(Instant.now()).isAfterOrEqualTo(until);
        assertThat(ended.get("expires_at")).isNull();
        assertThat(Json.text(ended, "status")).isEqualTo("offline");
        // What ended with nobody connected does not come back with a connection.
        try (Wire phone = ann.connect(1, "device_id=phone")) {
          assertThat(Json.text(me(phone), "status")).isEqualTo("online");
          assertThat(Story.on(viewer, ann.name()).awaitStatus("online").message()).isNull();
        }
      }
    }
  }

  /** Waits until the person's own status, as their stream told it last, is like that. */
  private static JsonNode awaitMe(Events own, Predicate<JsonNode> like) {
    return await()
        .atMost(Story.PATIENCE)
        .until(
            () ->
                own.received().stream()
                    .filter(event -> event.name().equals("me_updated"))
                    .map(Events.Event::data)
                    .reduce(JsonNode.nullNode(), (before, after) -> after),
            me -> me.isObject() && like.test(me));
  }

  @Test
  void idleDevicesAreAwayAndActivityOnAnyOfThemEndsThat(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody busy = Cast.somebody(stack, rest, "busy");
      Somebody bob = Cast.viewerOf(stack, rest, ann, busy);
      try (Wire viewer = bob.connect(0, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone&device_type=mobile");
          Wire laptop = ann.connect(1, "device_id=laptop&device_type=desktop");
          Wire desk = busy.connect(1, "device_id=desk")) {
        Somebody.set(desk, "{\"status\":\"dnd\"}");
        Story told = Story.on(viewer, ann.name());
        Story ofBusy = Story.on(viewer, busy.name());
        ofBusy.awaitStatus("busy");
        Somebody.active(phone);
        long before = told.awaitStatus("online").version();

        // While one device is active the person is online, however idle the other.
        Duration longestPause =
            Somebody.goOn(
                IDLE.plusSeconds(2), Duration.ofMillis(400), () -> Somebody.active(phone));
        if (longestPause.compareTo(IDLE.dividedBy(2)) < 0) {
          assertThat(told.statusesAfter(before)).doesNotContain("away");
        }

        assertThat(told.awaitStatus("away", IDLE.plus(Story.PATIENCE)).devices())
            .containsExactly("mobile", "desktop");
        Somebody.active(laptop);
        told.awaitStatus("online");

        // Busy by hand outlasts all of that, and says so until it is taken back.
        assertThat(ofBusy.status()).isEqualTo("busy");
        assertThat(ofBusy.statusesAfter(0)).doesNotContain("away");
        Somebody.set(desk, "{\"status\":\"online\"}");
        ofBusy.awaitStatus("online");
        ofBusy.awaitStatus("away", IDLE.plus(Story.PATIENCE));
      }
    }
  }

  @Test
  void invisibleGoesBeforeByHandAndByHandBeforeTheDevices(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone");
          Wire laptop = ann.connect(1, "device_id=laptop")) {
        Story told = Story.on(viewer, ann.name());
        Somebody.set(phone, "{\"status\":\"away\"}");
        told.awaitStatus("away");
        Somebody.active(laptop);
        Somebody.set(laptop, "{\"status\":\"busy\"}");
        told.awaitStatus("busy");
        Somebody.set(phone, "{\"status\":\"invisible\"}");
        Story.Telling gone = told.awaitStatus("offline");
        assertThat(gone.devices()).isEmpty();
        Somebody.active(laptop);
        try (Wire tablet = ann.connect(0, "device_id=tablet")) {
          assertThat(Json.text(me(tablet), "status")).isEqualTo("invisible");
        }
        assertThat(bob.look(0, ann.name()).status()).isEqualTo("offline");
        assertThat(told.statusesAfter(gone.version())).isEmpty();
        Somebody.set(laptop, "{\"status\":\"online\"}");
        told.awaitStatus("online");
      }
    }
  }

  @Test
  void aMessageHas140CharactersHoweverManyBytes(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody bob = Cast.viewerOf(stack, rest, ann);
      try (Wire viewer = bob.connect(1, "device_id=w");
          Wire phone = ann.connect(0, "device_id=phone")) {
        String longest = "🦊".repeat(140);
        Somebody.set(phone, "{\"custom_message\":\"" + longest + "\"}");
        Story.on(viewer, ann.name())
            .await("with the message", Story.PATIENCE, s -> longest.equals(s.message()));
        JsonNode refused = phone.ask("update_status", "{\"custom_message\":\"x" + longest + "\"}");
        assertThat(Json.text(refused, "event")).isEqualTo("error");
        assertThat(
                rest.put(
                        stack.gateway(0),
                        "/v1/presence/me",
                        ann.token(),
                        "{\"custom_message\":\"x" + longest + "\"}")
                    .status())
            .isEqualTo(400);
      }
    }
  }

  @Test
  void whatIsSetOutlivesReconnectsAndAnEmptiedRedisAndNobodyInvisibleSurfaces(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody hidden = Cast.somebody(stack, rest, "hidden");
      Somebody gone = Cast.somebody(stack, rest, "gone");
      Somebody busy = Cast.somebody(stack, rest, "busy");
      Somebody bob = Cast.viewerOf(stack, rest, hidden, gone, busy);
      try (Wire viewer = bob.connect(0, "device_id=w");
          Wire stays = hidden.connect(1, "device_id=phone")) {
        Somebody.set(stays, "{\"status\":\"invisible\"}");
        try (Wire leaves = gone.connect(0, "device_id=phone");
            Wire working = busy.connect(0, "device_id=phone")) {
          Somebody.set(leaves, "{\"status\":\"invisible\",\"custom_message\":\"shh\"}");
          Somebody.set(working, "{\"status\":\"busy\",\"custom_message\":\"deep\"}");
          leaves.goodbye();
          working.goodbye();
        }
        Story ofHidden = Story.on(viewer, hidden.name());
        Story ofGone = Story.on(viewer, gone.name());
        long hiddenAt = ofHidden.awaitStatus("offline").version();
        long goneAt = ofGone.awaitStatus("offline").version();
        awaitKept(rest, stack, gone, "shh");
        awaitKept(rest, stack, busy, "deep");
        awaitKept(rest, stack, hidden, "invisible");

        new RedisLine(stack).empty();

        // Those who come back and those who never left: the gateway begins their sessions anew.
        try (Wire back = gone.connect(1, "device_id=phone");
            Wire working = busy.connect(1, "device_id=phone")) {
          assertThat(Json.text(me(back), "status")).isEqualTo("invisible");
          assertThat(Json.text(me(back), "custom_message")).isEqualTo("shh");
          assertThat(Json.text(me(working), "status")).isEqualTo("busy");
          assertThat(Json.text(me(working), "custom_message")).isEqualTo("deep");
          await()
              .atMost(Duration.ofMillis(stack.ttlMillis()).plus(Story.PATIENCE))
              .until(() ->
                  unlessUnknown(() -> {
                    for (Somebody invisible : List.of(hidden, gone)) {
                      assertThat(bob.look(1, invisible.name()).status()).isEqualTo("offline");
                    }
                    return "invisible".equals(Json.text(hidden.me(0), "status"))
                        && bob.look(0, busy.name()).status().equals("busy")
                        && hidden.explained().contains("\"phone\"");
                  }));
          assertThat(ofHidden.statusesAfter(hiddenAt)).isSubsetOf("offline");
          assertThat(ofGone.statusesAfter(goneAt)).isSubsetOf("offline");
        }
      }
    }
  }

  /** False while it is answered that somebody cannot be read yet: they are missing, not offline. */
  private static boolean unlessUnknown(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (AssertionError e) {
      if (String.valueOf(e.getMessage()).startsWith("refused with 503")) {
        return false;
      }
      throw e;
    }
  }

  /** The person's own status as the greeting told it. */
  private static JsonNode me(Wire wire) {
    return Objects.requireNonNull(
        Objects.requireNonNull(wire.greeted().get("data")).get("me"), "me");
  }

  private static void awaitKept(Rest rest, LiveStack stack, Somebody who, String what) {
    URI persister = Objects.requireNonNull(stack.services().get("last-seen-persister"));
    HttpRequest request =
        HttpRequest.newBuilder(persister.resolve("/internal/v1/last-seen?user_ids=" + who.name()))
            .header("X-Presence-Service-Key", stack.serviceKey())
            .build();
    await()
        .alias(what + " of " + who + " is kept")
        .atMost(Story.PATIENCE)
        .until(() -> rest.send(request).ok().body().contains("\"" + what + "\""));
  }
}
