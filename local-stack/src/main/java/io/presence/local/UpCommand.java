package io.presence.local;

import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import io.presence.local.run.Limits;
import io.presence.local.run.Ports;
import io.presence.local.run.RedisShape;
import io.presence.local.run.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = "Start Redis, Kafka, Postgres and the services, and stop them all on Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--gateways",
      paramLabel = "N",
      description = "How many connection-services to run, 1 to " + Ports.MAX_GATEWAYS + " (1).")
  private int gateways = 1;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description = "Where the first gateway listens; all other ports move along (8080).")
  private int portBase = Ports.DEFAULT_BASE;

  @Option(
      names = "--limits",
      paramLabel = "WHICH",
      description =
          "local: rate limits are raised, for one machine plays many clients; production: they are"
              + " not (local).")
  private Limits limits = Limits.LOCAL;

  @Option(
      names = "--redis-cluster",
      description =
          "Run Redis as a cluster: three primaries, each with a replica; its data is kept apart.")
  private boolean redisCluster;

  @Override
  public Integer call() {
    if (gateways < 1 || gateways > Ports.MAX_GATEWAYS) {
      throw new Refusal(
          "--gateways must be 1 to %d, got %d.".formatted(Ports.MAX_GATEWAYS, gateways));
    }
    return Stack.run(
        Home.ofThisProcess(),
        new Ports(portBase),
        redisCluster ? RedisShape.CLUSTER : RedisShape.SINGLE,
        gateways,
        limits,
        System.getenv());
  }
}
