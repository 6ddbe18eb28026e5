package io.presence.local.demo;

import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.local.client.GraphImport;
import io.presence.local.client.PresenceClient;
import io.presence.local.client.RunningStack;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The demo: each step says what one person does, then when and where the others' pictures change.
 */
public final class Demo {
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");
  private static final UserId CAROL = new UserId("carol");
  private static final Duration PROMPT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(800);
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final RunningStack stack;
  private final PrintStream out;
  private final long began = System.nanoTime();
  private boolean kept = true;

  public Demo(RunningStack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  /**
   * Takes about the offline delay and ten seconds.
   *
   * @return whether every picture changed in time
   */
  public boolean run() throws IOException, InterruptedException, ExecutionException {
    try (HttpClient http =
        HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build()) {
      GraphImport.load(http, stack, BodyPublishers.ofString("alice bob\nalice carol\nbob carol\n"));
      Viewer bob = new Viewer("bob", 2, connect(http, BOB, 2));
      Viewer carol = new Viewer("carol", 1, connect(http, CAROL, 1));
      List<Viewer> others = List.of(bob, carol);
      out.println();
      out.println("bob (gateway 2) and carol (gateway 1) are online and watch. Both know alice.");

      long now = step("alice connects to gateway 1");
      PresenceClient alice = connect(http, ALICE, 1);
      watch(others, VisibleStatus.ONLINE, now, PROMPT);

      now = step("alice sets herself busy");
      alice.updateStatus("busy");
      watch(others, VisibleStatus.BUSY, now, PROMPT);

      now = step("alice is online again");
      alice.updateStatus("online");
      watch(others, VisibleStatus.ONLINE, now, PROMPT);

      now = step("alice signs off");
      alice.updateStatus("offline");
      watch(others, VisibleStatus.OFFLINE, now, PROMPT);

      now = step("alice comes back");
      alice.updateStatus("online");
      watch(others, VisibleStatus.ONLINE, now, PROMPT);

      step(
          "alice's cable is pulled: her socket stays open and silent, nobody says goodbye (%d s to go)"
              .formatted(alice.offlineDelay().toSeconds()));
      alice.heartbeat();
      alice.unplug();
      // A ping that was under way is still answered: the silence begins with the last answer.
      watch(others, VisibleStatus.OFFLINE, alice::answeredNanos, alice.offlineDelay().plus(SLACK));

      out.println();
      out.println(
          kept
              ? "Every picture changed in time."
              : "Some picture did not change in time: see .presence/logs/ and ./presence status.");
      alice.cut();
      others.forEach(viewer -> viewer.client().goodbye());
      return kept;
    }
  }

  private PresenceClient connect(HttpClient http, UserId who, int gateway)
      throws InterruptedException, ExecutionException {
    int index = Math.min(gateway, stack.gateways().size()) - 1;
    return PresenceClient.connect(
            http, stack.gateways().get(index), stack.userToken().apply(who), "demo", seen -> {})
        .get();
  }

  private long step(String what) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    long now = System.nanoTime();
    out.printf(Locale.ROOT, "%n%6.1f s  %s%n", (now - began) / 1e9, what);
    return now;
  }

  private void watch(List<Viewer> viewers, VisibleStatus expected, long since, Duration within)
      throws InterruptedException {
    watch(viewers, expected, () -> since, within);
  }

  private void watch(
      List<Viewer> viewers, VisibleStatus expected, LongSupplier since, Duration within)
      throws InterruptedException {
    for (Viewer viewer : viewers) {
      viewer.await(expected, since, within);
      var seen = viewer.client().picture().of(ALICE);
      boolean right = seen.isPresent() && seen.get().status() == expected;
      kept &= right;
      out.printf(
          Locale.ROOT,
          right
              ? "          %-5s sees alice %-8s %9s%n"
              : "          %-5s still does not see alice %s after %s%n",
          viewer.name(),
          expected.word(),
          time(right ? seen.get().atNanos() - since.getAsLong() : within.toNanos()));
    }
  }

  private static String time(long nanos) {
    return nanos < 1_000_000_000L
        ? "%d ms".formatted(Math.round(nanos / 1e6))
        : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  private record Viewer(String name, int gateway, PresenceClient client) {
    void await(VisibleStatus expected, LongSupplier since, Duration within)
        throws InterruptedException {
      while (client.picture().statusOf(ALICE) != expected
          && System.nanoTime() - since.getAsLong() < within.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }
}
