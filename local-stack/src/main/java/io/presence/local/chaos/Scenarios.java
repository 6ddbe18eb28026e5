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
            "heartbeat-function is killed and away for 60 s",
            scene -> scene.crash("heartbeat-function", 60)));
    all.add(
        new Scenario(
            "heartbeat-function-hangs",
            "heartbeat-function hangs for 60 s",
            scene -> scene.hang("heartbeat-function", 60)));
    crashes(all, "friend-graph-service");
    crashes(all, "last-seen-persister");
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
    all.add(new Scenario(service + "-hangs", service + " hangs", s -> s.hang(service)));
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
    all.add(new Scenario("gateway-hangs", "a gateway hangs", scene -> scene.hang(GATEWAY)));
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
    all.add(
        new Scenario(
            "redis-hangs",
            "Redis hangs for 20 s",
            scene -> {
              scene.fleet().pause("redis");
              scene.stayBroken(20);
              scene.fleet().resume("redis");
            }));
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
    all.add(
        new Scenario(
            "kafka-hangs",
            "Kafka hangs for 60 s",
            scene -> {
              scene.fleet().pause("kafka");
              scene.stayBroken(60);
              scene.fleet().resume("kafka");
            }));
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
