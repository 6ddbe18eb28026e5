package io.presence.endtoend.oracle;

import io.micronaut.json.tree.JsonNode;
import io.presence.endtoend.live.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What any text may consist of, whoever it is for: a field that nobody has described here may say
 * anything, so it is a leak until it is. Knows none of the product's records.
 */
final class Shapes {
  private static final List<String> VIEW =
      List.of(
          "user_id",
          "status",
          "last_seen",
          "last_seen_approx",
          "custom_message",
          "device_types",
          "version",
          "live");
  private static final List<String> ME =
      List.of("status", "custom_message", "expires_at", "message_expires_at");
  private static final List<String> GREETING =
      List.of(
          "user_id",
          "session_id",
          "me",
          "heartbeat_interval_ms",
          "idle_timeout_ms",
          "offline_delay_ms",
          "server_time");
  private static final List<String> COUNTS =
      List.of("room_id", "online", "away", "busy", "members", "sample");
  private static final List<String> NAMED = List.of("user_id", "name");
  private static final List<String> RELATED = List.of("user_id", "name", "since");

  /** By event; an answer of REST has none. */
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "authenticated",
          all(under("data", GREETING), under("data.me", ME)),
          "ack",
          all(Set.of("data.me"), under("data.me", ME)),
          "presence_info",
          under("data", VIEW),
          "presence_updated",
          under("data", VIEW),
          "presence_aggregated",
          all(under("data", COUNTS), under("data.sample", NAMED)),
          "me_updated",
          under("data", ME),
          "degraded",
          under("data", List.of("level", "reason")),
          "error",
          under("data", List.of("code", "message", "retry_after_ms")),
          "closed",
          under("data", List.of("code", "reason")),
          "none",
          all(
              Set.of("items", "next"),
              under("items", VIEW),
              under("items", RELATED),
              Set.copyOf(VIEW),
              Set.copyOf(ME),
              Set.copyOf(GREETING),
              under("me", ME),
              Set.copyOf(COUNTS),
              under("sample", NAMED),
              Set.of("type", "title", "status", "detail", "instance", "retry_after_ms")));

  private static final Set<String> OF_FRAMES = Set.of("event", "data", "ref", "last");
  private static final Pattern TYPE = Pattern.compile("\"(mobile|desktop|web)\"");
  private static final Pattern STATUS =
      Pattern.compile(":\\s*\"(online|away|busy|dnd|offline|invisible)\"");

  private Shapes() {}

  /** What is in the text that nothing accounts for; empty for nothing. */
  static List<String> strange(String text, JsonNode tree, List<Claim> claims) {
    List<String> strange = new ArrayList<>();
    String event = Json.text(tree, "event");
    Set<String> known = KNOWN.get(event == null ? "none" : event);
    if (known == null) {
      return List.of("an event that nobody knows");
    }
    Set<String> paths = new HashSet<>();
    collect("", tree, paths);
    paths.removeAll(known);
    if (event != null) {
      paths.removeAll(OF_FRAMES);
    }
    paths.forEach(path -> strange.add("a field that nobody knows: " + path));
    // Also where a parser would not see it: in a field that is there twice, or in prose.
    if (count(TYPE, text) != claims.stream().mapToInt(claim -> claim.types().size()).sum()) {
      strange.add("a device type outside of any view");
    }
    if (count(STATUS, text) != statuses(tree)) {
      strange.add("a status outside of any view");
    }
    return strange;
  }

  private static void collect(String path, JsonNode node, Set<String> into) {
    if (node.isArray()) {
      node.values().forEach(item -> collect(path, item, into));
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.entries()) {
        String here = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        into.add(here);
        collect(here, field.getValue(), into);
      }
    }
  }

  /** Of views, and of oneself. */
  private static int statuses(JsonNode node) {
    int count = node.isObject() && Json.text(node, "status") != null ? 1 : 0;
    if (node.isObject() || node.isArray()) {
      for (JsonNode child : node.values()) {
        count += statuses(child);
      }
    }
    return count;
  }

  private static int count(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }

  private static Set<String> under(String path, List<String> names) {
    Set<String> paths = new HashSet<>();
    names.forEach(name -> paths.add(path + "." + name));
    return paths;
  }

  @SafeVarargs
  private static Set<String> all(Set<String>... sets) {
    Set<String> all = new HashSet<>();
    for (Set<String> set : sets) {
      all.addAll(set);
    }
    return all;
  }
}
