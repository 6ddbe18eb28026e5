package io.presence.endtoend.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every way a connection can end or fall silent, and what a viewer on the other gateway sees. */
@ExtendWith(SharedStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class GraceIT {
  /** A sleeping client may still have answered the ping that was under way. */
  private static final double EARLY_SECONDS = 1;

  @Test
  void eachEndingIsSeenWhenItIsDue(LiveStack stack) {
    double ttl = stack.ttlMillis() / 1_000.0;
    Map<String, Consumer<Wire>> endings = new LinkedHashMap<>();
    endings.put("goodbye", Wire::goodbye);
    endings.put("other-code", wire -> wire.close(1001));
    endings.put("crash", Wire::cut);
    endings.put("cable", Wire::sleep);
    endings.put("hidden-tab", wire -> {});
    try (Rest rest = new Rest()) {
      Map<String, Somebody> people = new LinkedHashMap<>();
      endings.keySet().forEach(name -> people.put(name, Cast.somebody(stack, rest, name)));
      Somebody bob = Cast.viewerOf(stack, rest, people.values().toArray(Somebody[]::new));
      try (Wire viewer = bob.connect(1, "device_id=w")) {
        Map<String, Wire> wires = new LinkedHashMap<>();
        people.forEach((name, who) -> wires.put(name, who.connect(0, "device_id=phone")));
        people.forEach((name, who) -> Story.on(viewer, who.name()).awaitStatus("online"));

        Map<String, Long> ended = new LinkedHashMap<>();
        endings.forEach((name, end) -> {
          ended.put(name, System.nanoTime());
          end.accept(wires.get(name));
        });

        for (String name : endings.keySet()) {
          Story told = Story.on(viewer, people.get(name).name());
          if (name.equals("hidden-tab")) {
            continue;
          }
          Story.Telling gone =
              told.awaitStatus(
                  "offline", Duration.ofMillis(stack.ttlMillis()).plus(Story.PATIENCE));
          double after = Story.seconds(gone.atNanos() - ended.get(name));
          if (name.equals("goodbye")) {
            assertThat(after).as(name).isLessThan(ttl - EARLY_SECONDS);
          } else {
            // A cable that is pulled just after a heartbeat interval of silence: the last pong is
            // as old as that.
            double last = name.equals("cable") ? 1.5 + EARLY_SECONDS : EARLY_SECONDS;
            assertThat(after).as(name).isGreaterThan(ttl - last);
          }
          assertThat(told.statusesAfter(0)).as(name).endsWith("online", "offline");
        }

        // The hidden tab has sent no frame all the while, only pongs.
        Story hidden = Story.on(viewer, people.get("hidden-tab").name());
        long since = ended.get("hidden-tab");
        await()
            .atMost(Duration.ofMillis(3 * stack.ttlMillis()).plus(Story.PATIENCE))
            .until(() -> Story.seconds(System.nanoTime() - since) > 1.5 * ttl);
        assertThat(hidden.status()).isEqualTo("online");
        assertThat(hidden.statusesAfter(0)).doesNotHaveDuplicates();
        assertThat(wires.get("hidden-tab").isOpen()).isTrue();
        wires.values().forEach(Wire::close);
      }
    }
  }

  @Test
  void aLaptopThatWakesIsOfflineUntilItConnectsAgain(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody ann = Cast.somebody(stack, rest, "ann");
      Somebody nap = Cast.somebody(stack, rest, "nap");
      Somebody bob = Cast.viewerOf(stack, rest, ann, nap);
      try (Wire viewer = bob.connect(1, "device_id=w");
          Wire slept = ann.connect(0, "device_id=laptop");
          Wire dozed = nap.connect(0, "device_id=laptop")) {
        Story told = Story.on(viewer, ann.name());
        Story ofNap = Story.on(viewer, nap.name());
        told.awaitStatus("online");
        long napping = ofNap.awaitStatus("online").version();
        slept.sleep();
        dozed.sleep();
        // A nap below the grace is not noticed.
        ofNap.assertNothingAfter(napping, Duration.ofMillis(stack.ttlMillis() / 3));
        dozed.wake();

        Story.Telling gone =
            told.awaitStatus("offline", Duration.ofMillis(stack.ttlMillis()).plus(Story.PATIENCE));
        // Its lease may end a moment before its gateway gives up the socket: who wakes just then
        // goes on.
        told.assertNothingAfter(gone.version(), Duration.ofSeconds(3));
        // It wakes, and goes on where it was: its socket has been given up meanwhile.
        slept.wake();
        slept.send("{\"event\":\"heartbeat\",\"data\":{\"active\":true}}");
        await().atMost(Story.PATIENCE).until(() -> !slept.isOpen());
        assertThat(bob.look(0, ann.name()).status()).isEqualTo("offline");
        assertThat(told.statusesAfter(gone.version())).isEmpty();
        try (Wire again = ann.connect(0, "device_id=laptop")) {
          told.awaitStatus("online");
          assertThat(again.isOpen()).isTrue();
        }
        assertThat(ofNap.statusesAfter(napping)).isEmpty();
        assertThat(dozed.isOpen()).isTrue();
      }
    }
  }
}
