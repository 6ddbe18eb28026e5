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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many at once: what a client asks when it opens a long list. */
@ExtendWith(SharedStack.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LookupIT {
  private static final int MOST = 500;
  private static final Pattern CALLS =
      Pattern.compile("(?m)^http_server_requests_seconds_count\\{([^}]*)} (\\S+)");

  @Test
  void fiveHundredAreAnsweredInTheirOrderByEveryChannel(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody online = Cast.somebody(stack, rest, "online");
      Somebody left = Cast.somebody(stack, rest, "left");
      Somebody blocks = Cast.somebody(stack, rest, "blocks");
      Somebody bob = Cast.viewerOf(stack, rest, online, left, blocks);
      String block = "/v1/users/%s/blocks/%s".formatted(blocks, bob);
      rest.put(stack.friendGraph(), block, blocks.token(), null).ok();
      left.connect(1, "device_id=phone").goodbye();
      try (Wire phone = online.connect(0, "device_id=phone&device_type=mobile");
          Wire hidden = blocks.connect(1, "device_id=phone");
          Wire viewer = bob.connect(1, "device_id=w")) {
        List<String> ids = nobodies(MOST);
        ids.set(17, online.name());
        ids.set(256, left.name());
        ids.set(499, blocks.name());
        await()
            .atMost(Story.PATIENCE)
            .untilAsserted(() -> {
              for (List<JsonNode> views :
                  List.of(
                      look(bob, 0, ids),
                      look(bob, 1, ids),
                      Json.views(
                          viewer.ask("get_presence", "{\"user_ids\":" + Json.array(ids) + "}")))) {
                assertThat(views)
                    .extracting(view -> Json.text(view, "user_id"))
                    .containsExactlyElementsOf(ids);
                assertThat(views)
                    .filteredOn(view -> !"offline".equals(Json.text(view, "status")))
                    .extracting(view -> Json.text(view, "user_id"))
                    .containsExactly(online.name());
                assertThat(views)
                    .filteredOn(view -> Json.text(view, "last_seen") != null)
                    .extracting(view -> Json.text(view, "user_id"))
                    .contains(left.name())
                    .doesNotContain(blocks.name())
                    .hasSizeLessThanOrEqualTo(2);
              }
            });
        assertThat(phone.isOpen() && hidden.isOpen()).isTrue();

        ids.add("one-too-many");
        Rest.Answer refused = rest.get(stack.gateway(0), path(ids), bob.token());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("500", "501");
      }
    }
  }

  @Test
  void moreContactsThanThatComeInPages(LiveStack stack) {
    try (Rest rest = new Rest()) {
      Somebody bob = Cast.somebody(stack, rest, "bob");
      List<String> contacts = nobodies(MOST + 120);
      Somebody ann = Cast.somebody(stack, rest, "ann");
      contacts.add(ann.name());
      rest.befriend(
          stack,
          contacts.stream()
              .map(contact -> bob + " " + contact)
              .collect(Collectors.joining("\n", "", "\n")));
      try (Wire phone = ann.connect(0, "device_id=phone")) {
        Set<String> seen = new HashSet<>();
        Set<String> online = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        String after = "";
        while (after != null) {
          JsonNode page =
              Json.read(
                  rest.get(
                          stack.gateway(1),
                          "/v1/presence/contacts?limit=" + MOST + after,
                          bob.token())
                      .ok()
                      .body());
          List<JsonNode> views = Json.views(page);
          sizes.add(views.size());
          for (JsonNode view : views) {
            String id = Objects.requireNonNull(Json.text(view, "user_id"));
            assertThat(seen.add(id)).as(id + " comes once").isTrue();
            if ("online".equals(Json.text(view, "status"))) {
              online.add(id);
            }
          }
          String next = Json.text(page, "next");
          after = next == null ? null : "&after=" + next;
        }
        assertThat(sizes).containsExactly(MOST, 121);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(contacts);
        assertThat(online).containsExactly(ann.name());
        assertThat(phone.isOpen()).isTrue();
      }
    }
  }

  /** The stack does other things meanwhile, so that few is what is far from one for each. */
  @Test
  void whatALookupAsksOtherServicesDoesNotGrowWithWhomItAsksFor(LiveStack stack) {
    int rounds = 5;
    try (Rest rest = new Rest()) {
      Somebody bob = Cast.somebody(stack, rest, "bob");
      List<List<String>> contacts =
          IntStream.range(0, rounds).mapToObj(round -> nobodies(MOST)).toList();
      rest.befriend(
          stack,
          contacts.stream()
              .flatMap(List::stream)
              .map(contact -> bob + " " + contact)
              .collect(Collectors.joining("\n", "", "\n")));
      for (String service : List.of("friend-graph-service", "last-seen-persister")) {
        long least = Long.MAX_VALUE;
        for (List<String> some : contacts) {
          long before = calls(stack, rest, service);
          look(bob, 0, some);
          least = Math.min(least, calls(stack, rest, service) - before);
        }
        assertThat(least).as("calls of " + service).isLessThan(MOST / 25);
      }
      assertThat(calls(stack, rest, "last-seen-persister")).isPositive();
    }
  }

  private static List<JsonNode> look(Somebody viewer, int gateway, List<String> ids) {
    URI base = viewer.stack().gateway(gateway);
    return Json.views(Json.read(viewer.rest().get(base, path(ids), viewer.token()).ok().body()));
  }

  private static String path(List<String> ids) {
    return "/v1/presence?user_ids=" + String.join(",", ids);
  }

  /** People who never were, and whom nothing has cached. */
  private static List<String> nobodies(int count) {
    String tag = "nobody-" + System.nanoTime() % 1_000_000_000 + "-";
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> tag + i).toList());
  }

  private static long calls(LiveStack stack, Rest rest, String service) {
    URI base = Objects.requireNonNull(stack.services().get(service));
    String metrics = rest.call("GET", base.resolve("/prometheus"), null, null).ok().body();
    return (long)
        CALLS
            .matcher(metrics)
            .results()
            .filter(found -> found.group(1).contains("/internal/"))
            .mapToDouble(found -> Double.parseDouble(found.group(2)))
            .sum();
  }
}
