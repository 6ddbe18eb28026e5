package io.presence.endtoend.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import io.presence.endtoend.live.SharedStack;
import io.presence.endtoend.live.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One person on two devices, over real sockets on both gateways, and what an admin is told of it
 * afterwards: which device, and how each session ended.
 */
@ExtendWith(SharedStack.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SessionHistoryIT {
  private static final Pattern ONLINE_SECONDS = Pattern.compile("\"online_seconds\":(\\d+)");

  private final LiveStack stack;
  private final Rest rest = new Rest();
  private final String ann = "history-%06d".formatted(System.nanoTime() % 1_000_000);

  SessionHistoryIT(LiveStack stack) {
    this.stack = stack;
  }

  @Test
  void everySessionIsKeptWithItsDeviceAndItsEnd() {
    Wire closed = join("mobile", "phone", 0);
    String closedId = id(closed);
    Wire cut = join("desktop", "laptop", 1);
    String cutId = id(cut);
    // A second tab, which nobody can notice.
    Wire tab = join("mobile", "phone", 1);
    String tabId = id(tab);
    awaitSession(tabId, "mobile", null);
    closed.goodbye();
    awaitSession(closedId, "mobile", "closed");
    cut.cut();
    awaitSession(cutId, "desktop", "lost");

    tab.ask("update_status", "{\"status\":\"offline\"}");
    awaitSession(tabId, "mobile", "signed_off");
    tab.ask("update_status", "{\"status\":\"online\"}");
    awaitSession(tabId, "mobile", null);

    rest.delete(stack.gateway(0), "/v1/admin/sessions/" + ann, stack.admin()).ok();
    awaitSession(tabId, "mobile", "expelled");
    assertThat(sessions()).doesNotContain("unknown");

    // A session that is cut and comes back in time is two. The first was replaced; or it was lost,
    // if
    // the other gateway was told of the new one before this one noticed the cut.
    Wire before = join("web", "browser", 0);
    String beforeId = id(before);
    before.cut();
    Wire after = join("web", "browser", 1);
    awaitSession(beforeId, "web", "(replaced|lost)");
    after.goodbye();
    awaitSession(id(after), "web", "closed");

    assertThat(rest.get(persister(), "/v1/analytics/days", stack.token(ann)).status())
        .as("no user may read it")
        .isEqualTo(403);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          String days = rest.get(persister(), "/v1/analytics/days", stack.admin()).ok().body();
          assertThat(days).containsPattern("\"people_seen\":[1-9]");
          assertThat(days).containsPattern("\"peak_online\":[1-9]");
          var seconds = ONLINE_SECONDS.matcher(days);
          assertThat(seconds.find()).isTrue();
          assertThat(Long.parseLong(seconds.group(1))).isPositive();
        });
    rest.close();
  }

  /** With more sessions than one person may have, the longest idle one gives way. */
  @Test
  void theSessionThatGivesWayIsKeptAsEvicted() {
    Wire first = join("mobile", "device-0", 0);
    String firstId = id(first);
    for (int device = 1; device <= 20; device++) {
      join("mobile", "device-" + device, device);
    }
    awaitSession(firstId, "mobile", "evicted");
    rest.delete(stack.gateway(0), "/v1/admin/sessions/" + ann, stack.admin()).ok();
    rest.close();
  }

  private Wire join(String type, String device, int gateway) {
    return Wire.join(
        stack.gateway(gateway), stack.token(ann), "device_type=" + type + "&device_id=" + device);
  }

  private static String id(Wire wire) {
    return Objects.requireNonNull(
            Objects.requireNonNull(wire.greeted().get("data")).get("session_id"))
        .getStringValue();
  }

  private URI persister() {
    return Objects.requireNonNull(stack.services().get("last-seen-persister"));
  }

  private String sessions() {
    return rest.get(persister(), "/v1/analytics/users/" + ann + "/sessions", stack.admin())
        .ok()
        .body();
  }

  private void awaitSession(
      String session, String type, @org.jspecify.annotations.Nullable String end) {
    String ended = end == null ? "null" : "\"" + end + "\"";
    Pattern row =
        Pattern.compile(
            "\\{\"session_id\":\"%s\",\"device_type\":\"%s\",[^}]*\"ended\":%s}"
                .formatted(Pattern.quote(session), type, ended));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(sessions()).containsPattern(row));
  }
}
