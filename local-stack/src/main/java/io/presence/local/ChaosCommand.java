package io.presence.local;

import io.presence.local.chaos.Chaos;
import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import io.presence.local.run.Console;
import io.presence.local.run.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "chaos",
    description =
        "Break a stack of its own on purpose, part by part, while people come and go, and show what they saw.")
final class ChaosCommand implements Callable<Integer> {
  private static final String SAMPLE = "local-stack/samples/friends.txt";

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description = "What to break; several with commas (everything). --list tells the names.")
  private List<String> scenarios = List.of();

  @Option(names = "--list", description = "Print the names of all scenarios and end.")
  private boolean list;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long what is broken stays so, where the scenario does not say (15).")
  private int seconds = 15;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many people of the graph take part, those with the most friends (100).")
  private int users = 100;

  @Option(names = "--seed", paramLabel = "N", description = "Of their moves (1).")
  private long seed = 1;

  @Option(
      names = "--graph",
      paramLabel = "FILE",
      description = "Friendships, one 'a b' a line (" + SAMPLE + ").")
  private @Nullable Path graph;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description = "Where its first gateway listens; all other ports move along (18080).")
  private int portBase = 18_080;

  /** 0 if nobody saw anything wrong, 1 if somebody did. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      List.of(Chaos.names().split(", ")).forEach(System.out::println);
      return 0;
    }
    if (seconds < 1 || users < 2) {
      throw new Refusal(
          "--seconds must be at least 1 and --users at least 2, got %d and %d."
              .formatted(seconds, users));
    }
    Home home = Home.ofThisProcess();
    Path file = graph == null ? home.project().resolve(SAMPLE) : graph;
    if (!Files.isReadable(file)) {
      throw new Refusal("--graph: cannot read %s.".formatted(file));
    }
    var own = new Home(home.project(), home.data().resolve("chaos"));
    boolean good =
        new Chaos(own, new Ports(portBase), file, users)
            .run(scenarios, seconds, seed, System.getenv(), Console.standard());
    return good ? 0 : 1;
  }
}
