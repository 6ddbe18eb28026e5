package io.presence.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Frames;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.Rooms;
import io.presence.contracts.SessionId;
import io.presence.contracts.ShardId;
import io.presence.contracts.Sharding;
import io.presence.contracts.Sight;
import io.presence.contracts.UserId;
import io.presence.local.servers.TestServers;
import io.presence.store.RoomWatches;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a tick of a room of 100,000 costs, beside what it costs to write the frames alone. No part
 * of any suite, since it judges nothing: {@code mvn test -pl expiry-worker -am
 * -Dtest=RoomTickBenchmark -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest.compiler=-XX:+TieredCompilation}, with {@code -Dpresence.room.watchers=N} for more or
 * fewer of those who watch.
 */
@Timeout(600)
class RoomTickBenchmark {
  private static final int MEMBERS = 100_000;
  private static final int WATCHERS = Integer.getInteger("presence.room.watchers", 10_000);
  private static final int RELATIONS = 50;
  private static final int CHANGES_A_TICK = 1_000;
  private static final int TICKS = 10;
  private static final long INTERVAL_MILLIS = 4_000;

  private final Sharding sharding = new Sharding(Sharding.DEFAULT_SHARDS);
  private final RoomId room = new RoomId("large-" + SessionId.random());
  private final GatewayId gateway = GatewayId.random();
  private final Random random = new Random(1);
  private final List<UserId> members =
      IntStream.range(0, MEMBERS).mapToObj(i -> new UserId(room + ".member" + i)).toList();

  @Test
  void aTickOfAHundredThousand() throws Exception {
    try (FakeFriendGraph graph = new FakeFriendGraph();
        RedisClient client = RedisClient.create(TestServers.redisUri());
        var redis = client.connect()) {
      populate(graph, redis);
      var settings =
          Map.<String, Object>of(
              "presence.room-interval-ms", INTERVAL_MILLIS, "presence.ttl-ms", 600_000);
      try (Worker worker = Worker.start(graph, "bench-" + SessionId.random(), settings)) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> worker.ownedShards() == sharding.shards());
        watch(worker);
        // As a gateway does for each new viewer: a room is not looked for at once.
        var _ = worker.store.roomWatches().ask(room, gateway, members.getFirst());
        await()
            .atMost(Duration.ofSeconds(200))
            .until(() -> worker.gauge("presence.rooms.members") == MEMBERS && worker.ticks() >= 3);
        measure(worker, redis);
      }
    }
  }

  private void populate(FakeFriendGraph graph, StatefulRedisConnection<String, String> redis) {
    var commands = redis.async();
    for (UserId member : members) {
      graph.rooms.seat(room, member, random.nextInt(10) == 0);
      String status = random.nextInt(5) == 0 ? "online" : "offline";
      var _ = commands.hset(person(member), Map.of("st", status, "v", "1", "ls", "1"));
    }
    for (int viewer = 0; viewer < WATCHERS; viewer++) {
      for (int i = 0; i < RELATIONS; i++) {
        graph.rooms.relate(members.get(viewer), members.get(random.nextInt(MEMBERS)), Sight.FULL);
      }
    }
    assertThat(redis.sync().ping()).isEqualTo("PONG");
  }

  private void watch(Worker worker) {
    for (int from = 0; from < WATCHERS; from += RoomWatches.MAX_VIEWERS) {
      int to = Math.min(from + RoomWatches.MAX_VIEWERS, WATCHERS);
      worker.store.roomWatches().watch(room, gateway, members.subList(from, to));
    }
  }

  private void measure(Worker worker, StatefulRedisConnection<String, String> redis)
      throws InterruptedException, IOException {
    List<Long> counting = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    for (int tick = 0; tick < TICKS; tick++) {
      watch(worker);
      change(redis);
      long ticks = worker.ticks();
      Map<String, Long> before = cpu();
      await().atMost(Duration.ofSeconds(60)).until(() -> worker.ticks() > ticks);
      Map<String, Long> spent = cpu();
      spent.replaceAll((name, nanos) -> nanos - before.getOrDefault(name, 0L));
      counting.add(spent.getOrDefault("rooms", 0L) / 1_000_000);
      all.add(
          spent.entrySet().stream()
                  .filter(thread -> belongsToTheTick(thread.getKey()))
                  .mapToLong(Map.Entry::getValue)
                  .sum()
              / 1_000_000);
    }
    List<Long> reference = new ArrayList<>();
    for (int tick = 0; tick < TICKS; tick++) {
      reference.add(writeFrames());
    }
    System.out.printf("[rooms] reference: CPU ms to write %d frames %s%n", WATCHERS, reference);
    System.out.printf(
        "[rooms] %d members, %d watchers with %d relations each, %d changes a tick: CPU ms of the"
            + " counting thread %s; with the threads of Redis' and Kafka's clients %s%n",
        MEMBERS, WATCHERS, RELATIONS, CHANGES_A_TICK, counting, all);
  }

  /** As many frames as a tick has, each with another sample. */
  private long writeFrames() throws IOException {
    ObjectMapper json = ObjectMapper.getDefault();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int viewer = 0; viewer < WATCHERS; viewer++) {
      List<Rooms.Member> sample =
          IntStream.range(viewer, viewer + RoomPresence.SAMPLE)
              .mapToObj(i -> members.get(i % MEMBERS))
              .map(member -> new Rooms.Member(member, "name of " + member))
              .toList();
      RoomPresence presence = new RoomPresence(room, viewer, 0, 0, MEMBERS, sample);
      byte[] frame =
          json.writeValueAsBytes(Frames.Outbound.of(Frames.Server.PRESENCE_AGGREGATED, presence));
      assertThat(frame).isNotEmpty();
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000_000;
  }

  private static boolean belongsToTheTick(String thread) {
    return thread.equals("rooms")
        || thread.startsWith("lettuce")
        || thread.startsWith("kafka-producer");
  }

  private static Map<String, Long> cpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> spent = new HashMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        long nanos = threads.getThreadCpuTime(thread.getThreadId());
        spent.merge(thread.getThreadName(), Math.max(0, nanos), Long::sum);
      }
    }
    return spent;
  }

  /** Some members change, as scripts would write it. */
  private void change(StatefulRedisConnection<String, String> redis) {
    for (int i = 0; i < CHANGES_A_TICK; i++) {
      UserId member = members.get(random.nextInt(MEMBERS));
      ShardId shard = sharding.shardOf(member);
      String script =
          "local t = redis.call('TIME'); redis.call('HSET', KEYS[1], 'st', ARGV[1]);"
              + "return redis.call('ZADD', KEYS[2], t[1] * 1000 + math.floor(t[2] / 1000), ARGV[2])";
      redis
          .sync()
          .eval(
              script,
              ScriptOutputType.INTEGER,
              new String[] {person(member), "presence:" + shard.tag() + ":changed"},
              random.nextBoolean() ? "online" : "offline",
              member.value());
    }
  }

  private String person(UserId user) {
    return "presence:" + sharding.shardOf(user).tag() + ":user:" + user.value();
  }
}
