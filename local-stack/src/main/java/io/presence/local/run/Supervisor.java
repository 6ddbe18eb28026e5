package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Starts components, the servers first, watches them, and stops them tier by tier.
 *
 * <p>{@link #stop} may come at any moment and from any thread: it forbids further starts, stops
 * what runs, and returns when nothing does. Starting blocks the caller; the first failure ends it.
 */
final class Supervisor {
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);

  /** Exit codes above say which signal it was. */
  private static final int SIGNALLED = 128;

  private static final long SECOND = 1_000_000_000;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Home home;
  private final Console console;
  private final Duration grace;
  private final Map<Component, Running> running = new LinkedHashMap<>();
  private List<Component> inOrder = List.of();
  private final CompletableFuture<ComponentFailed> failure = new CompletableFuture<>();
  private final Set<Component> mayEnd = new HashSet<>();
  private boolean stopping;

  private record Running(ServerProcess process, long startedAtNanos, long readyMillis) {
    Running ready() {
      return new Running(process, startedAtNanos, (System.nanoTime() - startedAtNanos) / 1_000_000);
    }
  }

  /**
   * @param grace how long a component may take to stop before it is killed
   */
  Supervisor(Home home, Console console, Duration grace) {
    this.home = home;
    this.console = console;
    this.grace = grace;
  }

  /**
   * Returns when all are ready.
   *
   * @throws ComponentFailed on the first that is not, or when stopped; the others may still run
   */
  void start(List<Component> components) {
    synchronized (this) {
      inOrder = List.copyOf(components);
    }
    // Services wait for Kafka by themselves, and it takes longest: it starts along with them.
    var first = Component.Tier.SERVER;
    startTogether(components.stream().filter(it -> it.tier() == first).toList());
    startTogether(components.stream().filter(it -> it.tier() != first).toList());
    console.waitingFor("");
  }

  private void startTogether(List<Component> components) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starts =
          components.stream()
              .map(component ->
                  CompletableFuture.runAsync(() -> start(component), threads)
                      .whenComplete((done, problem) -> giveUp(component, problem)))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(starts).exceptionally(problem -> null).join();
    }
    if (failure.isDone()) {
      throw failure.join();
    }
  }

  /** Makes the other starts end soon. */
  private void giveUp(Component component, Throwable problem) {
    if (problem == null) {
      return;
    }
    failure.complete(
        problem.getCause() instanceof ComponentFailed failed
            ? failed
            : new ComponentFailed(component, "cannot be started: " + problem.getMessage()));
  }

  private void start(Component component) {
    component.prepare().run();
    launch(component);
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    while (!component.probe().getAsBoolean()) {
      if (failure.isDone()) {
        throw failure.join();
      }
      if (System.nanoTime() > deadline) {
        throw new ComponentFailed(
            component, "did not become ready within " + READY_LIMIT.toSeconds() + " s");
      }
      sayWhatIsWaitedFor();
      sleep();
    }
    component.furnish().run();
    ready(component);
  }

  private synchronized void launch(Component component) {
    if (stopping) {
      throw new ComponentFailed(component, "was not started: the stack is stopping");
    }
    Path log = freshLog(component.name());
    var process =
        ServerProcess.start(
            component.command(), component.environment(), log, component.stopSignal());
    running.put(component, new Running(process, System.nanoTime(), -1));
    process.whenEnded(code -> ended(component, process, code));
    writeDown();
  }

  private synchronized void ended(Component component, ServerProcess process, int code) {
    if (!stopping && !mayEnd.contains(component)) {
      boolean wasReady =
          running.values().stream()
              .anyMatch(it -> it.process() == process && it.readyMillis() >= 0);
      failure.complete(
          new ComponentFailed(component, howItEnded(code) + (wasReady ? "" : " while starting")));
    }
  }

  private static String howItEnded(int code) {
    return code > SIGNALLED
        ? "was ended by signal " + (code - SIGNALLED)
        : "ended by itself with exit code " + code;
  }

  private synchronized void ready(Component component) {
    Running now = running.computeIfPresent(component, (same, before) -> before.ready());
    if (now == null || stopping) {
      return;
    }
    writeDown();
    console.line(
        "  %-22s ready in %7s"
            .formatted(component.name(), Console.seconds(Duration.ofMillis(now.readyMillis()))));
  }

  private synchronized void sayWhatIsWaitedFor() {
    List<String> awaited =
        running.entrySet().stream()
            .filter(entry -> entry.getValue().readyMillis() < 0)
            .map(entry -> entry.getKey().name())
            .toList();
    running.values().stream()
        .filter(it -> it.readyMillis() < 0)
        .mapToLong(Running::startedAtNanos)
        .min()
        .ifPresent(
            since -> console.waitingFor(Wait.text(awaited, (System.nanoTime() - since) / SECOND)));
  }

  /**
   * The process of a component that was started, which from here on may end without that being a
   * failure.
   */
  synchronized ServerProcess letEnd(Component component) {
    mayEnd.add(component);
    return Objects.requireNonNull(running.get(component)).process();
  }

  /** Starts a component again that has ended; returns when it is ready. */
  void startAgain(Component component) {
    start(component);
  }

  /** Blocks until a component ends by itself. */
  ComponentFailed awaitFailure() {
    return failure.join();
  }

  /** What was started, in the order in which it was listed. */
  synchronized List<Instance.Member> members() {
    return inOrder.stream()
        .filter(running::containsKey)
        .map(component -> member(component, Objects.requireNonNull(running.get(component))))
        .toList();
  }

  synchronized boolean allReady() {
    return running.size() == inOrder.size()
        && running.values().stream().allMatch(it -> it.readyMillis() >= 0);
  }

  private static Instance.Member member(Component component, Running it) {
    long pid = it.process().pid();
    long startedAt = ProcessHandle.of(pid).map(Instance::startOf).orElse(0L);
    return new Instance.Member(
        component.name(), component.port(), pid, startedAt, it.readyMillis());
  }

  private void writeDown() {
    new Instance(members()).write(home);
  }

  /** Stops everything; returns the names of those that had to be killed. */
  List<String> stop() {
    synchronized (this) {
      stopping = true;
    }
    List<String> killed = new ArrayList<>();
    for (Component.Tier tier : List.of(Component.Tier.values()).reversed()) {
      killed.addAll(stopTogether(tier));
    }
    console.waitingFor("");
    return killed;
  }

  private List<String> stopTogether(Component.Tier tier) {
    Map<Component, Running> those;
    synchronized (this) {
      those =
          running.entrySet().stream()
              .filter(entry -> entry.getKey().tier() == tier)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return those.entrySet().stream()
          .map(entry ->
              CompletableFuture.supplyAsync(
                  () -> entry.getValue().process().stop(grace) ? "" : entry.getKey().name(),
                  threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }

  /** The log of the run before is kept beside. */
  private Path freshLog(String name) {
    Path log = home.log(name);
    try {
      if (Files.exists(log)) {
        Files.move(log, home.log(name + ".before"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
