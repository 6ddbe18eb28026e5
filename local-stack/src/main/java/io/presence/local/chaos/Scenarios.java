package io.presence.local.chaos;

import static io.presence.local.chaos.Scene.GATEWAY;

import io.presence.local.servers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is broken on purpose, in the order of the table. */
final class Scenarios {
  private static final int MINUTES_5 = 300;

  /** Whoever nobody renews lapses in it, wherever they were in their TTL. */
  private static final int LONGER_THAN_TTL = 40;

  /** Whom it has heard one heartbeat interval before counts as online all the while. */
  private static final int SHORTER_THAN_TTL = 15;

  /** Kafka has given what a service that hangs was reading to another. */
  private static final int MINUTE = 60;

  static final List<Scenario> ALL = all();

  private Scenarios() {}

  /** All names, for messages. */
  static String names() {
    return ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }

  private static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.add(new Scenario("nothing", "nothing is broken", Scene::stayBroken));
    gateways(all);
    crashes(all, "expiry-worker");
    hangs(all, "expiry-worker", "expiry-worker", MINUTE);
    all.add(
        new Scenario(
            "expiry-worker-gone",
            "one of two workers is killed and stays away",
            scene -> {
              scene.fleet().kill(Scene.WORKER);
              scene.stayBroken();
            }));
    all.add(
        new Scenario(
            "rebalance",
            "one of two workers leaves, and comes back",
            scene -> {
              scene.fleet().stop(Scene.WORKER);
              scene.stayBroken();
              scene.fleet().start(Scene.WORKER);
            }));
    all.add(
        new Scenario(
            "heartbeat-function-killed",
            "heartbeat-function is killed and away for %d s".formatted(MINUTE),
            scene -> scene.crash("heartbeat-function", MINUTE)));
    hangs(all, "heartbeat-function", "heartbeat-function", MINUTE);
    crashes(all, "friend-graph-service");
    hangs(all, "friend-graph-service", "friend-graph-service", MINUTE);
    crashes(all, "last-seen-persister");
    hangs(all, "last-seen-persister", "last-seen-persister", MINUTE);
    servers(all);
    clients(all);
    all.addAll(ClusterScenarios.ALL);
    all.add(
        new Scenario(
            "rolling-deploy",
            "every service is replaced, one after the other",
            scene ->
                scene.fleet().parts().stream()
                    .filter(part -> part.contains("-") || part.equals("expiry-worker"))
                    .forEach(scene::replace)));
    return List.copyOf(all);
  }

  private static void crashes(List<Scenario> all, String service) {
    all.add(new Scenario(service + "-killed", service + " is killed", s -> s.crash(service)));
  }

  private static void hangs(List<Scenario> all, String part, String name, int seconds) {
    String text = "%s hangs for %d s".formatted(name, seconds);
    all.add(new Scenario(part + "-hangs", text, scene -> scene.hang(part, seconds)));
  }

  private static void gateways(List<Scenario> all) {
    all.add(
        new Scenario(
            "gateway-killed",
            "a gateway is killed, its clients come back to the other",
            scene -> scene.crash(GATEWAY)));
    all.add(
        new Scenario(
            "gateway-gone",
            "a gateway is killed, its clients stay away",
            scene -> {
              scene.crowd().comesBack(false);
              scene.crash(GATEWAY);
              scene.crowd().comesBack(true);
            }));
    all.add(
        new Scenario(
            "gateway-hangs",
            "a gateway hangs for %d s".formatted(SHORTER_THAN_TTL),
            scene -> scene.hang(GATEWAY, SHORTER_THAN_TTL)));
    all.add(
        new Scenario(
            "gateway-half-open",
            "the network between a gateway and Redis is half open",
            scene -> {
              scene.relay().hold();
              scene.stayBroken();
              scene.relay().release();
            }));
  }

  private static void servers(List<Scenario> all) {
    all.add(
        new Scenario(
            "redis-emptied",
            "Redis restarts empty",
            scene -> {
              scene.fleet().kill("redis");
              scene.fleet().wipe("redis");
              scene.fleet().start("redis");
            }));
    hangs(all, "redis", "Redis", 20);
    all.add(
        new Scenario(
            "redis-hangs-longer",
            "Redis hangs for %d s".formatted(LONGER_THAN_TTL),
            scene -> scene.hang("redis", LONGER_THAN_TTL)));
    all.add(
        new Scenario(
            "redis-full",
            "Redis has no memory left for 40 s",
            scene -> {
              scene.redis("CONFIG SET maxmemory 1");
              scene.cutHalf();
              scene.stayBroken(LONGER_THAN_TTL);
              scene.redis("CONFIG SET maxmemory " + RedisServer.MAX_MEMORY);
            }));
    all.add(
        new Scenario(
            "expired-events-lost",
            "Redis announces no expired key for 40 s",
            scene -> {
              scene.redis("CONFIG SET notify-keyspace-events \"\"");
              scene.cutHalf();
              scene.stayBroken(LONGER_THAN_TTL);
              scene.redis("CONFIG SET notify-keyspace-events Ex");
            }));
    all.add(new Scenario("kafka-restarted", "Kafka restarts", scene -> scene.replace("kafka")));
    hangs(all, "kafka", "Kafka", MINUTE);
    all.add(
        new Scenario(
            "deliveries-lag", "gateways read deliveries at a trickle", Scene::slowDeliveries));
    all.add(
        new Scenario(
            "postgres-down",
            "Postgres is down for 5 minutes",
            scene -> {
              scene.fleet().stop("postgres");
              scene.stayBroken(MINUTES_5);
              scene.fleet().start("postgres");
            }));
    all.add(
        new Scenario(
            "rows-in-memory",
            "last-seen-persister is killed while Postgres is down",
            scene -> {
              scene.fleet().stop("postgres");
              scene.stayBroken();
              scene.fleet().kill("last-seen-persister");
              scene.fleet().start("postgres");
              scene.fleet().start("last-seen-persister");
            }));
  }

  private static void clients(List<Scenario> all) {
    all.add(
        new Scenario(
            "clients-cut",
            "half of the clients are cut at once",
            scene -> {
              scene.cutHalf();
              scene.stayBroken();
            }));
    all.add(
        new Scenario(
            "slow-readers",
            "a fifth of the clients reads nothing for 40 s",
            scene -> scene.stallSome(LONGER_THAN_TTL)));
  }
}
