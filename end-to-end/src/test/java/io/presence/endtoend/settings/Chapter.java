package io.presence.endtoend.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a setting stands on the page: by its name, in the first chapter that it fits. */
enum Chapter {
  SERVERS(
      "Servers, and the services among themselves",
      "REDIS_.*|KAFKA_.*|DATASOURCES_.*|PRESENCE_(GRAPH|HEARTBEAT|LAST_SEEN)_URL|PRESENCE_S(ERVICE_KEY|HARDS)"),
  CALLERS("Whose calls count", "PRESENCE_(JWKS|JWT|ALLOWED|TRUSTED)_.*"),
  TIMES(
      "How long things last",
      "PRESENCE_(TTL|OFFLINE_DELAY|HEARTBEAT_INTERVAL|IDLE_TIMEOUT|SYNC_INTERVAL|USER_RETENTION|TOKEN_REFRESH|AUTHENTICATION_TIMEOUT|ANSWER_TIMEOUT)(_MS)?"),
  VISIBILITY("What people see of each other", "PRESENCE_(VISIBILITY_.*|PUSH_LIMIT)"),
  GATEWAYS(
      "Sockets and streams of a gateway",
      "PRESENCE_(ADMISSIONS|FRAMES|LOOKUPS|MAX|STREAM|DRAIN|DELIVERY|REPAIR)_.*"),
  ROOMS("Rooms", "PRESENCE_ROOMS?_.*"),
  LIMITS("How often somebody may do what", "PRESENCE_LIMITS_.*"),
  GRAPH("The friend graph", "PRESENCE_(GRAPH_MAX|DECLINED|AUDIT)_.*"),
  HISTORY("Last seen and history", "PRESENCE_(LAST_SEEN|HISTORY)_.*"),
  WORKERS("Deadlines and fan-out", "PRESENCE_(SWEEP|FANOUT)_.*"),
  TELLING("Logs and traces", "PRESENCE_(LOG|TRACE)_.*");

  private final String title;
  private final Pattern names;

  Chapter(String title, String names) {
    this.title = title;
    this.names = Pattern.compile(names);
  }

  String title() {
    return title;
  }

  /** Empty when nobody has thought of it yet. */
  static Optional<Chapter> of(Setting setting) {
    return Arrays.stream(values())
        .filter(chapter -> chapter.names.matcher(setting.variable()).matches())
        .findFirst();
  }
}
