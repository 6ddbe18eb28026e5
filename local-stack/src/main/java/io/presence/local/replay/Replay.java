package io.presence.local.replay;

import io.presence.contracts.UserId;
import io.presence.local.client.GraphImport;
import io.presence.local.client.RunningStack;
import io.presence.local.crowd.Actor;
import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.FriendGraph;
import io.presence.local.crowd.Tally;
import io.presence.local.crowd.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A whole replay: loads the graph, plays the trace with time compressed, waits until every lost
 * client must have been noticed, compares, reports.
 *
 * @param graph file of {@code a b} lines
 * @param sessions file of {@code epoch_seconds,user,event} lines
 * @param speed how many seconds of the trace pass in one; 0 chooses one that takes {@value
 *     #DEFAULT_SECONDS} seconds
 * @param users how many people take part; 0 for as many as the trace has
 */
public record Replay(Path graph, Path sessions, double speed, int users) {
  static final int DEFAULT_SECONDS = 60;

  /** The promise of Convergence is TTL + sync interval; beyond it a mismatch is one. */
  private static final Duration SYNC = Duration.ofSeconds(5);

  /** A silent client may still answer one ping: the server hears it that much longer. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(6);

  private static final Duration PROGRESS = Duration.ofSeconds(1);

  /**
   * Runs to the end; a few seconds more than the compressed trace plus the offline delay.
   *
   * @return the number of mismatches
   * @throws IOException if a file cannot be read or the graph cannot be loaded
   * @throws IllegalArgumentException if a file is malformed
   */
  public int run(RunningStack stack, PrintStream out) throws IOException, InterruptedException {
    FriendGraph friends = FriendGraph.read(graph);
    Trace trace = Trace.read(sessions);
    List<Cast.Step> steps = Cast.steps(friends, trace, users > 0 ? users : trace.actors().size());
    Set<UserId> people = steps.stream().map(Cast.Step::person).collect(Collectors.toSet());
    double pace = speed > 0 ? speed : Math.max(1, trace.seconds() / (double) DEFAULT_SECONDS);
    try (HttpClient http =
        HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build()) {
      out.printf(
          Locale.ROOT,
          "loading %,d friendships of %,d people … ",
          friends.size(),
          friends.friends().size());
      long began = System.nanoTime();
      GraphImport.load(http, stack, BodyPublishers.ofFile(graph));
      out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - began) / 1e9);
      out.printf(
          Locale.ROOT,
          "playing %,d events of %,d people on %d gateway%s, %,.0f times as fast: about %,.0f s%n",
          steps.size(),
          people.size(),
          stack.gateways().size(),
          stack.gateways().size() == 1 ? "" : "s",
          pace,
          trace.seconds() / pace);
      Tally tally = new Tally();
      try (Crowd crowd = new Crowd(stack, http, tally, people)) {
        play(steps, pace, crowd, out);
        return judge(friends, crowd, out);
      }
    }
  }

  private static void play(List<Cast.Step> steps, double pace, Crowd crowd, PrintStream out)
      throws InterruptedException {
    long start = System.nanoTime();
    long nextProgress = start + PROGRESS.toNanos();
    int done = 0;
    for (Cast.Step step : steps) {
      long due = start + (long) (step.atSeconds() / pace * 1e9);
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(Math.min(due, nextProgress) - now);
        if (System.nanoTime() >= nextProgress) {
          progress(out, crowd, start, done, steps.size());
          nextProgress += PROGRESS.toNanos();
        }
      }
      crowd.tally().behind(System.nanoTime() - due);
      Actor actor = crowd.actor(step.person());
      if (actor != null) {
        actor.enqueue(step.move());
      }
      done++;
    }
    progress(out, crowd, start, done, steps.size());
  }

  private static void progress(PrintStream out, Crowd crowd, long start, int done, int all) {
    out.printf(
        Locale.ROOT,
        "  %4d s  %3d %%  %,6d connected  %,9d updates%n",
        (System.nanoTime() - start) / 1_000_000_000L,
        100L * done / all,
        crowd.connected(),
        crowd.tally().updates.sum());
  }

  /**
   * Waits until all is done and the offline delay has passed, then until the pictures are true or
   * the promise is broken.
   */
  private int judge(FriendGraph friends, Crowd crowd, PrintStream out) throws InterruptedException {
    while (!crowd.actors().stream().allMatch(Actor::isIdle)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    long ended = System.nanoTime();
    long promise = ended + crowd.offlineDelay().plus(SYNC).plus(LAST_ANSWER).toNanos();
    Verdict verdict = Verdict.of(friends, crowd);
    out.printf(
        "all events played; waiting up to %d s, until nobody lost can still count as online%n",
        crowd.offlineDelay().plus(SYNC).plus(LAST_ANSWER).toSeconds());
    while (System.nanoTime() < promise && !verdict.mismatches().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(100);
      verdict = Verdict.of(friends, crowd);
    }
    // Equal for a moment is not enough: nothing late may still change a picture.
    TimeUnit.SECONDS.sleep(2);
    verdict = Verdict.of(friends, crowd);
    Report.print(out, crowd.tally(), crowd, verdict, (System.nanoTime() - ended) / 1_000_000);
    return verdict.mismatches().size();
  }
}
