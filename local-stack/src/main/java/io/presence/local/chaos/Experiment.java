package io.presence.local.chaos;

import io.presence.contracts.UserId;
import io.presence.local.client.RunningStack;
import io.presence.local.crowd.Actor;
import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.FriendGraph;
import io.presence.local.crowd.Tally;
import io.presence.local.crowd.Verdict;
import io.presence.local.run.Fleet;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One scenario on a crowd: most of them come, they keep coming and going, something breaks and is
 * mended, they come to rest, and then every picture must be true within TTL + sync interval.
 */
record Experiment(
    Fleet fleet,
    RunningStack stack,
    HttpClient http,
    FriendGraph friends,
    Set<UserId> people,
    Relay relay,
    Options options) {
  private static final Duration SYNC = Duration.ofSeconds(5);

  /** A silent client may still answer one ping: the server hears it that much longer. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(6);

  /** Those who move once begin so many seconds before it breaks: some are told of just then. */
  private static final int JUST_BEFORE = 3;

  private static final Duration COMING_LIMIT = Duration.ofSeconds(60);
  private static final Duration ROWS_LIMIT = Duration.ofSeconds(20);
  private static final int POLL_MILLIS = 200;
  private static final int COMPLAINTS_SHOWN = 3;

  /**
   * How large an experiment is.
   *
   * @param seconds how long what is broken stays so, where the scenario does not say
   * @param lead seconds of coming and going before it breaks
   * @param movesPerSecond how restless the crowd is
   * @param seed of its moves
   */
  record Options(int seconds, int lead, int movesPerSecond, long seed) {}

  Outcome run(Scenario scenario) throws InterruptedException {
    Tally tally = new Tally();
    try (Crowd crowd = new Crowd(stack, http, tally, people)) {
      try (Restless restless = new Restless(crowd, options.seed(), options.movesPerSecond())) {
        restless.gather();
        settle(crowd, COMING_LIMIT);
        restless.begin();
        TimeUnit.SECONDS.sleep(options.lead() - JUST_BEFORE);
        restless.broken(true);
        TimeUnit.SECONDS.sleep(JUST_BEFORE);
        scenario.fault().happen(new Scene(fleet, crowd, relay, options.seconds()));
        restless.broken(false);
        TimeUnit.SECONDS.sleep(options.lead());
      }
      settle(crowd, COMING_LIMIT);
      return judge(scenario, crowd, tally);
    }
  }

  /** Waits until everybody has done what they were about to do. */
  private static void settle(Crowd crowd, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline && !crowd.actors().stream().allMatch(Actor::isIdle)) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private Outcome judge(Scenario scenario, Crowd crowd, Tally tally) throws InterruptedException {
    long rest = System.nanoTime();
    Duration promise = crowd.offlineDelay().plus(SYNC).plus(LAST_ANSWER);
    long lastWrong = rest;
    while (System.nanoTime() - rest < promise.toNanos()) {
      if (!Verdict.of(friends, crowd).mismatches().isEmpty()) {
        lastWrong = System.nanoTime();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    Verdict verdict = Verdict.of(friends, crowd);
    return new Outcome(
        scenario,
        tally.transitions.sum(),
        tally.updates.sum(),
        tally.falseOfflines.sum(),
        verdict,
        rowsLost(crowd),
        (lastWrong - rest) / 1_000_000,
        crowd.complaints().entrySet().stream()
            .limit(COMPLAINTS_SHOWN)
            .map(entry -> entry.getValue() + " × " + entry.getKey())
            .toList());
  }

  private List<String> rowsLost(Crowd crowd) throws InterruptedException {
    LastSeenRows rows = new LastSeenRows(http, fleet);
    long deadline = System.nanoTime() + ROWS_LIMIT.toNanos();
    List<String> lost = rows.lost(crowd.actors());
    while (!lost.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      lost = rows.lost(crowd.actors());
    }
    return lost;
  }
}
