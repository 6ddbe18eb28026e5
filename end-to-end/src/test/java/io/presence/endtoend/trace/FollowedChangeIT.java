package io.presence.endtoend.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.BriefStack;
import io.presence.endtoend.live.Collector;
import io.presence.endtoend.live.Collector.Span;
import io.presence.endtoend.live.Json;
import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator reads in traces, over services from their jars with every change followed. */
@ExtendWith({BriefStack.class, Collector.Shared.class})
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FollowedChangeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String ann = "followed-ann-" + run;
  private final String bob = "followed-bob-" + run;
  private final String carl = "followed-carl-" + run;

  @Test
  void aStatusIsFollowedFromThePhoneThatSetItToEachThatSawIt(LiveStack stack, Collector traces) {
    try (Rest rest = new Rest()) {
      rest.befriend(stack, "%s %s\n%s %s\n".formatted(ann, bob, ann, carl));
      try (Wire watching = Wire.join(stack.gateway(0), stack.token(bob), "device_id=w");
          Wire opened =
              Wire.join(stack.gateway(1), stack.token(carl), "device_id=w&watch=subscriptions");
          Wire phone = Wire.join(stack.gateway(1), stack.token(ann), "device_id=phone")) {
        opened.ask("subscribe_presence", "{\"user_ids\":[\"%s\"]}".formatted(ann));
        AtomicInteger times = new AtomicInteger();
        List<Span> trace =
            await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(3))
                .until(
                    () -> {
                      // On a busy machine one change may reach somebody by the repair, which is no
                      // part of its trace: so it is changed again.
                      String status = times.getAndIncrement() % 2 == 0 ? "busy" : "away";
                      phone.ask("update_status", "{\"status\":\"" + status + "\"}");
                      return statusesTold(traces, phone, watching, opened);
                    },
                    found -> !found.isEmpty());

        assertThat(way(trace, pushTo(trace, watching)))
            .containsExactly(
                "report status by connection-service",
                "write report by heartbeat-function",
                "publish change by heartbeat-function",
                "fan out by expiry-worker",
                "publish delivery by expiry-worker",
                "push by connection-service");
        // As a contact or as somebody who has subscribed, whichever comes first.
        assertThat(way(trace, pushTo(trace, opened)))
            .startsWith("report status by connection-service", "write report by heartbeat-function")
            .last()
            .asString()
            .startsWith("push");
        assertThat(trace).extracting(Span::name).contains("push to watchers");
        assertThat(pushTo(trace, watching).note("presence.gateway"))
            .as("told by another gateway than the one that heard of it")
            .isNotEqualTo(gatewayOf(trace));
        assertThat(trace.toString())
            .as("who may read traces is not who may see presence")
            .doesNotContain(ann, bob, carl);
      }
    }
  }

  @Test
  void whatTimeDecidesBeginsATraceOfItsOwn(LiveStack stack, Collector traces) {
    try (Rest rest = new Rest()) {
      rest.befriend(stack, "%s %s\n".formatted(ann, bob));
      try (Wire watching = Wire.join(stack.gateway(0), stack.token(bob), "device_id=w");
          Wire phone = Wire.join(stack.gateway(1), stack.token(ann), "device_id=phone")) {
        watching.awaitText("\"online\"");
        phone.cut();
        List<Span> trace =
            await()
                .atMost(PATIENCE.plusMillis(stack.ttlMillis()))
                .until(() -> lapsedFor(traces, watching), found -> !found.isEmpty());

        assertThat(way(trace, pushTo(trace, watching)))
            .containsExactly(
                "publish change by expiry-worker",
                "fan out by expiry-worker",
                "publish delivery by expiry-worker",
                "push by connection-service");
      }
    }
  }

  @Test
  void thatSomebodyIsHeardIsNoStepOfAnything(LiveStack stack, Collector traces) {
    try (Wire phone = Wire.join(stack.gateway(1), stack.token(ann), "device_id=phone")) {
      // Past several renewals, a third of the TTL apart.
      long since = System.nanoTime();
      await()
          .atMost(PATIENCE.plusMillis(stack.ttlMillis()))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> {
            phone.ask("heartbeat", "{}");
            return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(stack.ttlMillis());
          });
      phone.goodbye();
      await().atMost(PATIENCE).until(() -> first(traces, "report closed", phone) != null);
    }
    assertThat(traces.spans()).extracting(Span::name).doesNotContain("report heard");
  }

  /** The first step that this session's doing was, or null for as long as it was not exported. */
  private static @Nullable Span first(Collector traces, String name, Wire session) {
    return traces.spans().stream()
        .filter(span -> span.name().equals(name))
        .filter(span -> span.note("presence.session").equals(idOf(session)))
        .findFirst()
        .orElse(null);
  }

  private static List<Span> traceOf(Collector traces, @Nullable Span one) {
    return one == null
        ? List.of()
        : traces.spans().stream().filter(span -> span.trace().equals(one.trace())).toList();
  }

  /** A status that this session has set, and that both of these were pushed. */
  private static List<Span> statusesTold(Collector traces, Wire session, Wire one, Wire other) {
    return traces.spans().stream()
        .filter(span -> span.name().equals("report status"))
        .filter(span -> span.note("presence.session").equals(idOf(session)))
        .map(span -> traceOf(traces, span))
        .filter(trace -> told(trace, one) && told(trace, other))
        .findFirst()
        .orElse(List.of());
  }

  private static List<Span> lapsedFor(Collector traces, Wire viewer) {
    return traces.spans().stream()
        .filter(span -> span.note("presence.cause").equals("LAPSED"))
        .map(span -> traceOf(traces, span))
        .filter(trace -> told(trace, viewer) && way(trace, pushTo(trace, viewer)).size() == 4)
        .findFirst()
        .orElse(List.of());
  }

  private static boolean told(List<Span> trace, Wire viewer) {
    return findPush(trace, viewer).filter(push -> !push.parent().isEmpty()).isPresent()
        && trace.stream().anyMatch(span -> span.parent().isEmpty())
        && way(trace, pushTo(trace, viewer)).getFirst().matches("(report|publish change).*");
  }

  private static Optional<Span> findPush(List<Span> trace, Wire viewer) {
    return trace.stream()
        .filter(span -> span.note("presence.sessions").contains(idOf(viewer)))
        .findFirst();
  }

  private static Span pushTo(List<Span> trace, Wire viewer) {
    return findPush(trace, viewer).orElseThrow();
  }

  /** From the first step to this one. */
  private static List<String> way(List<Span> trace, Span last) {
    List<String> way = new ArrayList<>();
    Optional<Span> step = Optional.of(last);
    while (step.isPresent()) {
      Span now = step.get();
      way.addFirst(now.name() + " by " + now.service());
      step = trace.stream().filter(span -> span.id().equals(now.parent())).findFirst();
    }
    return way;
  }

  /** Of whoever made the change. */
  private static String gatewayOf(List<Span> trace) {
    return trace.stream()
        .filter(span -> span.parent().isEmpty())
        .findFirst()
        .orElseThrow()
        .note("presence.gateway");
  }

  private static String idOf(Wire session) {
    var data = Objects.requireNonNull(session.greeted().get("data"));
    return Objects.requireNonNull(Json.text(data, "session_id"));
  }
}
