package io.presence.endtoend.settings;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import io.presence.gateway.limit.ClientLimit;
import io.presence.graph.limit.GraphLimit;
import io.presence.heartbeat.HeartbeatLimit;
import io.presence.lastseen.history.HistoryLimit;
import io.presence.web.limit.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every setting: what the compiler wrote down of the configuration records, the limits of clients,
 * and the few that are plain properties.
 */
final class Settings {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern MODULE =
      Pattern.compile("([a-z-]+)(/target/classes|-\\d[^/]*\\.jar!)/");
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|value|link)\\s+([^}]*)}");
  private static final String EVERY = "every service";
  private static final String CLIENTS = "services with clients";
  private static final String TRACED = "connection-service, expiry-worker, heartbeat-function";

  /** Those that no configuration record declares. */
  private static final List<Setting> PLAIN =
      List.of(
          plain(
              "REDIS_URIS",
              "list of URIs",
              "redis://localhost:16379",
              "Redis or Valkey: one server, or some nodes of a cluster, or the one address of a managed cluster; what it is, the server says",
              "services with Redis"),
          plain("KAFKA_BOOTSTRAP_SERVERS", "list of host:port", "localhost:19092", "Kafka", EVERY),
          plain(
              "DATASOURCES_DEFAULT_URL",
              "JDBC URL",
              "",
              "Postgres, a database for each of the two services",
              "friend-graph-service, last-seen-persister"),
          plain(
              "DATASOURCES_DEFAULT_USERNAME",
              "text",
              "presence",
              "its user",
              "friend-graph-service, last-seen-persister"),
          plain(
              "DATASOURCES_DEFAULT_PASSWORD",
              "secret",
              "",
              "its password",
              "friend-graph-service, last-seen-persister"),
          plain(
              "PRESENCE_SERVICE_KEY",
              "secret",
              "",
              "what services show each other; nobody else may know it",
              EVERY),
          plain(
              "PRESENCE_OFFLINE_DELAY_MS",
              "number",
              "30000",
              "another name of `PRESENCE_TTL_MS`, as clients are told it; where both are set they must be alike",
              "services with Redis"),
          plain(
              "PRESENCE_HEARTBEAT_URL",
              "URL",
              "http://localhost:8081",
              "where heartbeat-function answers",
              "connection-service"),
          plain(
              "PRESENCE_GRAPH_URL",
              "URL",
              "http://localhost:8083",
              "where friend-graph-service answers",
              "connection-service, expiry-worker"),
          plain(
              "PRESENCE_LAST_SEEN_URL",
              "URL",
              "http://localhost:8084",
              "where last-seen-persister answers",
              "connection-service, heartbeat-function"),
          plain(
              "PRESENCE_ALLOWED_ORIGINS",
              "list of origins",
              "",
              "pages of browsers that may call; those of the called host always may",
              CLIENTS),
          plain(
              "PRESENCE_TRUSTED_PROXIES",
              "list of addresses or networks",
              "",
              "whose `X-Forwarded-For` is believed",
              CLIENTS),
          plain(
              "PRESENCE_LOG_FORMAT",
              "text or json",
              "text",
              "of the service's own log; images and functions: json",
              EVERY),
          plain("PRESENCE_LOG_LEVEL", "level", "INFO", "of the service's own log", EVERY));

  private Settings() {}

  private record Property(
      String name, String type, @Nullable String description, @Nullable String defaultValue) {}

  /** By name of the variable. */
  static Collection<Setting> all() {
    Map<String, Setting> all = new TreeMap<>();
    PLAIN.forEach(setting -> all.put(setting.variable(), setting));
    for (ClientLimit limit : ClientLimit.values()) {
      put(all, limit, "connection-service");
    }
    for (HeartbeatLimit limit : HeartbeatLimit.values()) {
      put(all, limit, "heartbeat-function");
    }
    for (GraphLimit limit : GraphLimit.values()) {
      put(all, limit, "friend-graph-service");
    }
    for (HistoryLimit limit : HistoryLimit.values()) {
      put(all, limit, "last-seen-persister");
    }
    for (URL file : files()) {
      for (Property property : read(file)) {
        Setting setting = of(property, moduleOf(file));
        all.merge(setting.variable(), setting, Setting::with);
      }
    }
    return all.values();
  }

  private static void put(Map<String, Setting> all, Limit limit, String readBy) {
    String variable = Setting.variableOf("presence.limits." + limit.key());
    all.put(
        variable,
        new Setting(variable, "number/period", limit.defaultRate(), limit.what(), Set.of(readBy)));
  }

  private static Setting plain(
      String variable, String type, String value, String meaning, String readBy) {
    return new Setting(variable, type, value, meaning, Set.of(readBy));
  }

  private static Setting of(Property property, String module) {
    String variable = Setting.variableOf(property.name());
    String meaning =
        property.description() == null ? "" : oneLine(property.description(), variable);
    return new Setting(
        variable,
        typeOf(property.type(), variable),
        property.defaultValue() == null ? "" : property.defaultValue().toLowerCase(Locale.ROOT),
        meaning,
        Set.of(readBy(module)));
  }

  private static String readBy(String module) {
    return switch (module) {
      case "presence-web" -> CLIENTS;
      case "presence-store" -> "services with Redis";
      case "presence-trace" -> TRACED;
      default -> module;
    };
  }

  private static String typeOf(String type, String variable) {
    if (variable.endsWith("_SECRET")) {
      return "secret";
    }
    return switch (type) {
      case "int", "long", "double" -> "number";
      case "boolean" -> "true or false";
      case "java.time.Duration" -> "duration";
      case "java.util.List" -> "list";
      case "java.lang.String" -> "text";
      default -> "word";
    };
  }

  /** Without the variable's own name, which the table has beside it. */
  private static String oneLine(String description, String variable) {
    String text =
        CODE.matcher(description)
            .replaceAll(found -> Matcher.quoteReplacement("`" + found.group(1) + "`"));
    text = text.replaceAll("\\s+", " ").strip();
    return text.replace("`" + variable + "`: ", "")
        .replaceAll("[;,] `" + variable + "`", "")
        .replace("`" + variable + "`", "")
        .replace("|", "\\|")
        .strip();
  }

  private static List<URL> files() {
    try {
      return new ArrayList<>(
          Collections.list(Settings.class.getClassLoader().getResources(METADATA)).stream()
              .filter(url -> MODULE.matcher(url.toString()).find())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moduleOf(URL file) {
    Matcher module = MODULE.matcher(file.toString());
    if (!module.find()) {
      throw new IllegalStateException("not of a module: " + file);
    }
    return module.group(1);
  }

  private static List<Property> read(URL file) {
    try (var in = file.openStream()) {
      JsonNode all =
          Objects.requireNonNull(ObjectMapper.getDefault().readValue(in, JsonNode.class));
      JsonNode properties = all.get("properties");
      List<Property> ours = new ArrayList<>();
      if (properties != null) {
        for (JsonNode node : properties.values()) {
          String name = Objects.requireNonNull(text(node, "name"));
          if (name.startsWith("presence.")) {
            String type = Objects.requireNonNullElse(text(node, "type"), "");
            ours.add(
                new Property(name, type, text(node, "description"), text(node, "defaultValue")));
          }
        }
      }
      return ours;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? null : value.getStringValue();
  }
}
