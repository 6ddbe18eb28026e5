package io.presence.local.chaos;

import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.local.run.RedisShape;
import io.presence.local.servers.RedisCluster;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What goes wrong, or on, in a Redis Cluster. */
final class ClusterScenarios {
  private static final int PAUSE_MILLIS = 100;

  static final List<Scenario> ALL =
      List.of(
          onCluster(
              "replica-promoted",
              "a primary of three dies, its replica takes its place",
              ClusterScenarios::killPrimary),
          onCluster(
              "replica-switched",
              "a primary hands over to its replica in order",
              ClusterScenarios::switchPrimary),
          onCluster(
              "slot-moved",
              "slots move from node to node, one after the other",
              ClusterScenarios::moveSlots));

  private ClusterScenarios() {}

  private static Scenario onCluster(String name, String text, Fault fault) {
    return new Scenario(name, text, fault, RedisShape.CLUSTER);
  }

  private static void killPrimary(Scene scene) throws InterruptedException {
    RedisCluster cluster = cluster(scene);
    int primary = cluster.primaries().getFirst();
    int replica = cluster.replicasOf(primary).getFirst();
    scene.fleet().kill(part(scene, primary));
    cluster.awaitPrimary(replica);
    scene.stayBroken();
    scene.fleet().start(part(scene, primary));
    cluster.awaitOk();
  }

  /** It is not handed back: who did not follow would be right again. */
  private static void switchPrimary(Scene scene) throws InterruptedException {
    RedisCluster cluster = cluster(scene);
    cluster.promote(cluster.replicasOf(cluster.primaries().getLast()).getFirst());
    scene.stayBroken();
    cluster.awaitOk();
  }

  /** Each slot that people are in, for as long as there is time. */
  private static void moveSlots(Scene scene) throws InterruptedException {
    RedisCluster cluster = cluster(scene);
    List<Integer> primaries = cluster.primaries();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(scene.seconds());
    for (ShardId shard : new Sharding(Sharding.DEFAULT_SHARDS).all()) {
      if (System.nanoTime() > deadline) {
        return;
      }
      int slot = cluster.slotOf(shard.tag());
      int from = primaries.indexOf(cluster.primaryOf(slot));
      cluster.move(slot, primaries.get((from + 1) % primaries.size()));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static RedisCluster cluster(Scene scene) {
    return RedisShape.cluster(scene.fleet().ports());
  }

  private static String part(Scene scene, int port) {
    return RedisShape.nameOf(port - scene.fleet().ports().redisNode(1) + 1);
  }
}
