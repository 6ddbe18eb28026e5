package io.presence.local.explain;

import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.SightReason;
import io.presence.contracts.StateReason;
import io.presence.contracts.UserId;
import io.presence.local.home.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's answer to why, as lines for people.
 *
 * @param answer of {@code GET /v1/admin/explain}
 */
public record AskedWhy(JsonNode answer) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final ObjectMapper JSON = ObjectMapper.getDefault();

  /**
   * Asks.
   *
   * @throws Refusal when the gateway does not say why; its message says why not
   */
  public static AskedWhy of(URI gateway, String token, UserId viewer, UserId subject)
      throws IOException, InterruptedException {
    URI uri = gateway.resolve("/v1/admin/explain?viewer=%s&subject=%s".formatted(viewer, subject));
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token)
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = read(response.body());
      if (response.statusCode() != OK || body == null) {
        throw new Refusal(
            "%s answered %d: %s"
                .formatted(
                    gateway,
                    response.statusCode(),
                    body == null ? "nothing readable" : text(body, "detail")));
      }
      return new AskedWhy(body);
    }
  }

  static @Nullable JsonNode read(byte[] body) {
    try {
      return JSON.readValue(body, Argument.of(JsonNode.class));
    } catch (IOException e) {
      return null;
    }
  }

  /** What the viewer sees, how it is, why, and what helps. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonNode seen = part(answer, "seen");
    JsonNode truth = part(answer, "truth");
    lines.add("%s sees %s as:".formatted(text(answer, "viewer"), text(answer, "subject")));
    lines.add(row("status", text(seen, "status") + words(seen, "device_types")));
    lines.add(row("last seen", lastSeen(seen)));
    lines.add(row("message", text(seen, "custom_message")));
    lines.add(row("live", text(seen, "live")));
    lines.add("In truth:");
    lines.add(row("status", text(truth, "status")));
    lines.add(row("set by hand", text(truth, "hand_status")));
    lines.add(row("last seen", text(truth, "last_seen")));
    lines.add(
        row(
            "last change",
            has(truth, "changed_at")
                ? "%s, %s, version %s"
                    .formatted(
                        text(truth, "changed_at"), text(truth, "cause"), text(truth, "version"))
                : ""));
    lines.add(
        row(
            "may be seen",
            "%s, contact %s".formatted(text(truth, "sight"), text(truth, "contact"))));
    lines.add("Because:");
    int width = 0;
    for (JsonNode reason : part(answer, "reasons").values()) {
      width = Math.max(width, text(reason, "code").length());
    }
    for (JsonNode reason : part(answer, "reasons").values()) {
      String code = text(reason, "code");
      String at = has(reason, "at") ? " (" + text(reason, "at") + ")" : "";
      lines.add(
          ("  %-" + width + "s  %s%s").formatted(code, text(reason, "text"), at).stripTrailing());
      String remedy = remedy(code);
      if (!remedy.isEmpty()) {
        lines.add(("  %-" + width + "s  → %s").formatted("", remedy));
      }
    }
    return List.copyOf(lines);
  }

  private String remedy(String code) {
    String viewer = text(answer, "viewer");
    String subject = text(answer, "subject");
    for (SightReason reason : SightReason.values()) {
      if (reason.code().equals(code)) {
        return Remedies.of(reason, viewer, subject);
      }
    }
    for (StateReason reason : StateReason.values()) {
      if (reason.code().equals(code)) {
        return Remedies.of(reason, viewer, subject);
      }
    }
    return ""; // Of a gateway that is newer than this command.
  }

  /** The exact time, or about when: never both. */
  private static String lastSeen(JsonNode seen) {
    return has(seen, "last_seen_approx")
        ? text(seen, "last_seen_approx") + " (approximate)"
        : text(seen, "last_seen");
  }

  private static String row(String name, String value) {
    return "  %-12s %s".formatted(name, value.isEmpty() ? "-" : value);
  }

  private static String words(JsonNode of, String name) {
    JsonNode list = of.get(name);
    if (list == null || !list.isArray() || list.size() == 0) {
      return "";
    }
    List<String> words = new ArrayList<>();
    list.values().forEach(word -> words.add(word.coerceStringValue()));
    return " on " + String.join(", ", words).toLowerCase(Locale.ROOT);
  }

  private static JsonNode part(JsonNode of, String name) {
    JsonNode part = of.isObject() ? of.get(name) : null;
    return part == null ? JsonNode.createArrayNode(List.of()) : part;
  }

  private static boolean has(JsonNode of, String name) {
    JsonNode value = of.isObject() ? of.get(name) : null;
    return value != null && !value.isNull();
  }

  /** A scalar; empty when missing. */
  private static String text(JsonNode of, String name) {
    JsonNode value = of.isObject() ? of.get(name) : null;
    return value == null || value.isNull() ? "" : value.coerceStringValue();
  }
}
