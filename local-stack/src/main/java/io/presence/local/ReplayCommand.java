package io.presence.local;

import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import io.presence.local.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description =
        "Play a real friendship graph and a trace of comings and goings, and compare all pictures with the truth.")
final class ReplayCommand implements Callable<Integer> {
  private static final String SAMPLES = "local-stack/samples/";

  @Option(
      names = "--graph",
      paramLabel = "FILE",
      description = "Friendships, one 'a b' a line (" + SAMPLES + "friends.txt).")
  private @Nullable Path graph;

  @Option(
      names = "--sessions",
      paramLabel = "FILE",
      description =
          "Who came and went: epoch_seconds,user,event with join, quit, leave, drop or timeout ("
              + SAMPLES
              + "sessions.csv).")
  private @Nullable Path sessions;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How many seconds of the trace pass in one (so many that it takes a minute).")
  private double speed;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many people of the graph take part (as many as the trace has).")
  private int users;

  /** 0 if every picture equals the truth, 1 if one does not. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    Home home = Home.ofThisProcess();
    Path graphFile =
        readable(
            "--graph", graph == null ? home.project().resolve(SAMPLES + "friends.txt") : graph);
    Path sessionsFile =
        readable(
            "--sessions",
            sessions == null ? home.project().resolve(SAMPLES + "sessions.csv") : sessions);
    if (speed < 0 || users < 0) {
      throw new Refusal(
          "--speed and --users must be positive, got %s and %d.".formatted(speed, users));
    }
    var stack =
        RunningInstance.of(home)
            .orElseThrow(() ->
                new Refusal(
                    "Presence is not running. Start it in another terminal with ./presence up --gateways 2."));
    try {
      int mismatches = new Replay(graphFile, sessionsFile, speed, users).run(stack, System.out);
      return mismatches == 0 ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new Refusal(e.getMessage() + ".", e);
    }
  }

  private static Path readable(String option, Path file) {
    if (!Files.isReadable(file)) {
      throw new Refusal("%s: cannot read %s.".formatted(option, file));
    }
    return file;
  }
}
