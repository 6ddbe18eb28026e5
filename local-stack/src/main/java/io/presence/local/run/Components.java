package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole stack as a list, in the order in which a person reads it: servers, services, gateways.
 */
final class Components {
  private static final String HEALTH = "/health/readiness";
  private static final String ALLOWED_ORIGINS = "PRESENCE_ALLOWED_ORIGINS";
  private static final String DRAIN = "PRESENCE_DRAIN_MS";
  private static final int OK = 200;

  private final Home home;
  private final Ports ports;
  private final Secrets secrets;
  private final Map<String, String> callersEnvironment;
  private final Servers servers;
  private final Limits limits;
  private final ClassArchives archives;
  private final Map<String, Map<String, String>> different;
  private final RedisShape redis;

  /**
   * @param different settings of single components, by name: they win
   */
  Components(
      Home home,
      Ports ports,
      RedisShape redis,
      Limits limits,
      ClassArchives archives,
      Map<String, String> callersEnvironment,
      Map<String, Map<String, String>> different) {
    this.home = home;
    this.ports = ports;
    this.redis = redis;
    this.different = Map.copyOf(different);
    this.limits = limits;
    this.archives = archives;
    this.secrets = new Secrets(home);
    this.callersEnvironment = callersEnvironment;
    this.servers = new Servers(home, ports, redis, secrets, archives, callersEnvironment);
  }

  /**
   * @param gateways at least 1
   * @param workers at least 1
   */
  List<Component> all(int gateways, int workers) {
    List<Component> all = new ArrayList<>(servers.all());
    all.add(
        service(
            "friend-graph-service",
            ports.friendGraphService(),
            List.of(servers.databaseEnvironment("friend_graph"), clientTokens())));
    all.add(
        service(
            "last-seen-persister",
            ports.lastSeenPersister(),
            List.of(servers.databaseEnvironment("last_seen"), clientTokens())));
    all.add(service("heartbeat-function", ports.heartbeatFunction(), List.of(clientTokens())));
    for (int number = 1; number <= workers; number++) {
      all.add(worker(number));
    }
    for (int number = 1; number <= gateways; number++) {
      all.add(gateway(number));
    }
    return all;
  }

  /**
   * @param rights what this service may have beyond what all have
   */
  private Component service(String name, int port, List<Map<String, String>> rights) {
    Map<String, String> environment = serviceEnvironment(port);
    rights.forEach(environment::putAll);
    return javaService(name, name, Component.Tier.SERVICE, port, "128m", environment);
  }

  private Component worker(int number) {
    String module = "expiry-worker";
    int port = ports.expiryWorker(number);
    return javaService(
        numbered(module, number),
        module,
        Component.Tier.SERVICE,
        port,
        "128m",
        serviceEnvironment(port));
  }

  private static String numbered(String module, int number) {
    return number == 1 ? module : module + "-" + number;
  }

  private Component gateway(int number) {
    String module = "connection-service";
    int port = ports.gateway(number);
    Map<String, String> environment = serviceEnvironment(port);
    environment.putAll(clientTokens());
    if (!callersEnvironment.containsKey(DRAIN)) {
      // Whoever stops a stack waits for it; nobody else takes its clients over.
      environment.put(DRAIN, "3000");
    }
    return javaService(
        numbered(module, number), module, Component.Tier.GATEWAY, port, "256m", environment);
  }

  private Component javaService(
      String name,
      String module,
      Component.Tier tier,
      int port,
      String heap,
      Map<String, String> environment) {
    Path jar = JavaCommand.jarOf(home, module);
    environment.putAll(different.getOrDefault(name, Map.of()));
    return Component.service(
        name,
        tier,
        port,
        JavaCommand.of(heap, archives.settings(module, jar), List.of("-jar", jar.toString())),
        ChildEnvironment.of(callersEnvironment, environment),
        () -> io.presence.local.servers.Ready.http(port, HEALTH) == OK);
  }

  private Map<String, String> serviceEnvironment(int port) {
    Map<String, String> environment = new LinkedHashMap<>(limits.environment(callersEnvironment));
    environment.put("MICRONAUT_SERVER_HOST", "127.0.0.1");
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.put("REDIS_URIS", redis.uris(ports));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
    environment.put("PRESENCE_SERVICE_KEY", secrets.serviceKey());
    environment.put("PRESENCE_HEARTBEAT_URL", url(ports.heartbeatFunction()));
    environment.put("PRESENCE_GRAPH_URL", url(ports.friendGraphService()));
    environment.put("PRESENCE_LAST_SEEN_URL", url(ports.lastSeenPersister()));
    return environment;
  }

  /** For those that answer clients: whoever has this can make a token for anybody. */
  private Map<String, String> clientTokens() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PRESENCE_JWT_SECRET", secrets.jwtSecret());
    // Development tokens are the only ones here, whatever the shell is set to.
    environment.put("PRESENCE_JWKS_URL", "");
    environment.put("PRESENCE_JWT_ISSUER", "");
    environment.put("PRESENCE_JWT_AUDIENCE", "");
    if (!callersEnvironment.containsKey(ALLOWED_ORIGINS)) {
      environment.put(ALLOWED_ORIGINS, "http://localhost:*,http://127.0.0.1:*");
    }
    return environment;
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
