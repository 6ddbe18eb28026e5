package io.presence.local.chaos;

import io.presence.contracts.UserId;
import io.presence.local.RunningInstance;
import io.presence.local.chaos.Experiment.Options;
import io.presence.local.client.GraphImport;
import io.presence.local.client.RunningStack;
import io.presence.local.crowd.FriendGraph;
import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import io.presence.local.run.Console;
import io.presence.local.run.Fleet;
import io.presence.local.run.Ports;
import io.presence.local.run.RedisShape;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Runs scenarios one after the other on a stack of its own: two gateways, two workers, its own data
 * and ports.
 *
 * @param graph file of {@code a b} lines
 * @param users how many people of the graph take part, those with the most friends
 */
public record Chaos(Home home, Ports ports, Path graph, int users) {
  private static final int LEAD_SECONDS = 8;
  private static final int MOVES_PER_SECOND = 10;
  private static final int WRONG_SHOWN = 10;

  /** The names of all scenarios, for messages. */
  public static String names() {
    return Scenarios.names();
  }

  /**
   * Runs them and prints the table.
   *
   * @param only names of scenarios; all if empty
   * @param seconds how long what is broken stays so, where the scenario does not say
   * @return whether nobody saw anything wrong
   * @throws Refusal if a scenario is not known, or the stack cannot be started
   */
  public boolean run(
      List<String> only, int seconds, long seed, Map<String, String> environment, Console console)
      throws IOException, InterruptedException {
    List<Scenario> scenarios = chosen(only);
    FriendGraph friends = FriendGraph.read(graph);
    Set<UserId> people =
        new HashSet<>(friends.byDegree().subList(0, Math.min(users, friends.friends().size())));
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (RedisShape redis : RedisShape.values()) {
        List<Scenario> those =
            scenarios.stream().filter(scenario -> scenario.redis() == redis).toList();
        if (!those.isEmpty()) {
          Options options = new Options(seconds, LEAD_SECONDS, MOVES_PER_SECOND, seed);
          on(redis, those, friends, people, options, environment, console, outcomes);
        }
      }
    } finally {
      // Also when a part could not be mended: what was shown until then took long.
      table(outcomes, console);
    }
    return outcomes.stream().allMatch(Outcome::isGood);
  }

  private static void table(List<Outcome> outcomes, Console console) {
    if (!outcomes.isEmpty()) {
      console.line("");
      console.lines(Outcome.HEADER.lines().toList());
      outcomes.forEach(outcome -> console.line(outcome.row()));
    }
  }

  private void on(
      RedisShape redis,
      List<Scenario> scenarios,
      FriendGraph friends,
      Set<UserId> people,
      Options options,
      Map<String, String> environment,
      Console console,
      List<Outcome> outcomes)
      throws IOException, InterruptedException {
    console.line(
        "Starting a stack of its own in %s: 2 gateways, 2 workers%s."
            .formatted(
                home.relative(home.data()),
                redis == RedisShape.CLUSTER ? ", a Redis Cluster" : ""));
    try (var relay = new Relay(ports.redis());
        var fleet = Fleet.start(home, ports, size(redis, relay), environment, console);
        var http =
            HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build()) {
      RunningStack stack =
          RunningInstance.of(home).orElseThrow(() -> new Refusal("The stack ended at once."));
      GraphImport.load(http, stack, BodyPublishers.ofFile(graph));
      var experiment = new Experiment(fleet, stack, http, friends, people, relay, options);
      play(scenarios, experiment, console, outcomes);
    }
  }

  /**
   * One gateway reaches a single Redis through the relay; a cluster's nodes tell their own ports.
   */
  private static Fleet.Size size(RedisShape redis, Relay relay) {
    return new Fleet.Size(
        2,
        2,
        redis,
        redis == RedisShape.SINGLE
            ? Map.of(Scene.GATEWAY, Map.of("REDIS_URIS", "redis://127.0.0.1:" + relay.port()))
            : Map.of());
  }

  private static void play(
      List<Scenario> scenarios, Experiment experiment, Console console, List<Outcome> outcomes)
      throws InterruptedException {
    int number = 0;
    for (Scenario scenario : scenarios) {
      long began = System.nanoTime();
      console.waitingFor("  %d of %d: %s".formatted(++number, scenarios.size(), scenario.text()));
      Outcome outcome = experiment.run(scenario);
      mend(experiment.fleet());
      outcomes.add(outcome);
      console.line(
          String.format(
              Locale.ROOT,
              "  %-28s %s in %d s",
              scenario.name(),
              outcome.isGood() ? "nobody saw anything wrong" : "WRONG",
              (System.nanoTime() - began) / 1_000_000_000L));
      explain(outcome, console);
    }
    console.waitingFor("");
  }

  /** A fault that could not be mended must not spoil the next. */
  private static void mend(Fleet fleet) {
    for (String part : fleet.parts()) {
      if (!fleet.runs(part)) {
        fleet.start(part);
      }
    }
  }

  private static void explain(Outcome outcome, Console console) {
    List<String> wrong = new ArrayList<>(outcome.verdict().mismatches());
    wrong.addAll(outcome.rowsLost());
    if (!outcome.isGood()) {
      wrong.addAll(outcome.complaints());
    }
    wrong.stream().limit(WRONG_SHOWN).forEach(line -> console.line("      " + line));
    if (wrong.size() > WRONG_SHOWN) {
      console.line("      … and " + (wrong.size() - WRONG_SHOWN) + " more");
    }
  }

  private static List<Scenario> chosen(List<String> only) {
    if (only.isEmpty()) {
      return Scenarios.ALL;
    }
    return only.stream()
        .map(name ->
            find(name)
                .orElseThrow(() ->
                    new Refusal(
                        "There is no scenario %s: choose of %s."
                            .formatted(name, Scenarios.names()))))
        .toList();
  }

  private static Optional<Scenario> find(String name) {
    return Scenarios.ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
