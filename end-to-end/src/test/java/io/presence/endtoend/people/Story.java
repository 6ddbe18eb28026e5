package io.presence.endtoend.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Events;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one viewer has been told of one subject, wherever it came from, by version. */
record Story(String subject, Supplier<Stream<Telling>> tellings) {
  /** Promises are of a second or less; this is for a machine that does much else. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * One view of the subject.
   *
   * @param atNanos {@link System#nanoTime} when it came
   */
  record Telling(long atNanos, JsonNode view) {
    String status() {
      return String.valueOf(Json.text(view, "status"));
    }

    long version() {
      return Objects.requireNonNull(view.get("version")).getLongValue();
    }

    @Nullable String message() {
      return Json.text(view, "custom_message");
    }

    List<String> devices() {
      List<String> types = new ArrayList<>();
      JsonNode all = view.get("device_types");
      if (all != null) {
        all.values().forEach(type -> types.add(type.getStringValue()));
      }
      return types;
    }
  }

  /** As a socket is told it. */
  static Story on(Wire wire, String subject) {
    return new Story(
        subject,
        () ->
            wire.frames().stream()
                .filter(frame -> frame.text().contains("\"" + subject + "\""))
                .flatMap(frame ->
                    Json.views(Json.read(frame.text())).stream()
                        .map(view -> new Telling(frame.atNanos(), view)))
                .filter(telling -> subject.equals(Json.text(telling.view(), "user_id"))));
  }

  /** As a stream is told it; when, is not known. */
  static Story on(Events events, String subject) {
    return new Story(
        subject,
        () ->
            events.received().stream()
                .filter(event -> event.name().startsWith("presence_"))
                .flatMap(event -> Json.views(event.data()).stream())
                .map(view -> new Telling(0, view))
                .filter(telling -> subject.equals(Json.text(telling.view(), "user_id"))));
  }

  /** All of it, by version. */
  List<Telling> all() {
    return tellings.get().sorted(Comparator.comparingLong(Telling::version)).toList();
  }

  Optional<Telling> latest() {
    return tellings.get().max(Comparator.comparingLong(Telling::version));
  }

  String status() {
    return latest().map(Telling::status).orElse("nothing");
  }

  /** Statuses told after this version, without repetitions. */
  List<String> statusesAfter(long version) {
    List<String> statuses = new ArrayList<>();
    for (Telling telling : all()) {
      if (telling.version() > version
          && (statuses.isEmpty() || !statuses.getLast().equals(telling.status()))) {
        statuses.add(telling.status());
      }
    }
    return statuses;
  }

  Telling await(String what, Duration atMost, Predicate<Telling> matches) {
    org.awaitility.Awaitility.await()
        .alias(subject + " is seen " + what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> latest().filter(matches).isPresent());
    return latest().orElseThrow();
  }

  Telling awaitStatus(String status) {
    return awaitStatus(status, PATIENCE);
  }

  Telling awaitStatus(String status, Duration atMost) {
    return await(status, atMost, telling -> telling.status().equals(status));
  }

  /** For so long nothing newer than this version is told. */
  void assertNothingAfter(long version, Duration lasting) {
    long end = System.nanoTime() + lasting.toNanos();
    org.awaitility.Awaitility.await()
        .atMost(lasting.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          assertThat(statusesAfter(version)).as("told of " + subject).isEmpty();
          return System.nanoTime() > end;
        });
  }

  static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
