package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.home.InstanceLock;
import io.presence.local.servers.FreePorts;
import io.presence.local.servers.Loudness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of the whole stack in the foreground: takes the home's lock, starts everything, says so,
 * waits until a signal or a failure ends it, and leaves nothing behind.
 */
public final class Stack {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration GRACE_TO_RECORD = Duration.ofSeconds(50);

  private final Home home;
  private final Console console;
  private final Supervisor supervisor;
  private final ClassArchives archives;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long startedAtNanos = System.nanoTime();

  private Stack(Home home, Console console, ClassArchives archives) {
    this.home = home;
    this.console = console;
    this.archives = archives;
    this.supervisor =
        new Supervisor(home, console, archives.areWritten() ? GRACE_TO_RECORD : GRACE);
  }

  /**
   * Blocks until the stack is down again. Ends the JVM itself if it was told to stop by a signal.
   *
   * @param callersEnvironment of which the services get the settings of Presence
   * @return the exit code: 1, for only a failure returns
   * @throws io.presence.local.home.Refusal if it cannot start; nothing runs then
   */
  public static int run(
      Home home,
      Ports ports,
      RedisShape redis,
      int gateways,
      Limits limits,
      Map<String, String> callersEnvironment) {
    Loudness.none();
    Console console = Console.standard();
    try (InstanceLock lock = InstanceLock.acquire(home)) {
      Leftovers.clear(home, console);
      var archives = ClassArchives.ofThisProcess();
      var components =
          new Components(home, ports, redis, limits, archives, callersEnvironment, Map.of())
              .all(gateways, 1);
      PortCheck.require(components, ports, FreePorts::isFree);
      return new Stack(home, console, archives).supervise(components, ports, lock);
    }
  }

  private int supervise(List<Component> components, Ports ports, InstanceLock lock) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(lock), "stop"));
    ParentWatch.start();
    ComponentFailed failure;
    try {
      console.line("Starting Presence. Logs are in " + home.relative(home.logs()) + ".");
      supervisor.start(components);
      console.lines(Summary.of(supervisor.members(), ports, sinceStart(), rss()));
      failure = supervisor.awaitFailure();
    } catch (ComponentFailed e) {
      failure = e;
    }
    if (!ended.compareAndSet(false, true)) {
      // A signal came first: its thread stops the stack and ends the JVM.
      park();
    }
    console.waitingFor("");
    report(failure);
    stop(false);
    return 1;
  }

  private void onSignal(InstanceLock lock) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    console.waitingFor("");
    console.line(
        archives.areWritten()
            ? "Stopping, and keeping what was loaded for quicker starts: half a minute, once per build."
            : "Stopping.");
    stop(supervisor.allReady());
    lock.close();
    console.line("Presence is stopped.");
    // A stop in order is what the signal asked for, so it is no failure to the caller's shell.
    Runtime.getRuntime().halt(0);
  }

  /**
   * @param inOrder whether all had started
   */
  private void stop(boolean inOrder) {
    List<String> killed = supervisor.stop();
    killed.forEach(name -> console.line(name + " did not stop in time and was killed."));
    archives.keep(inOrder && killed.isEmpty());
    Instance.delete(home);
  }

  private void report(ComponentFailed failure) {
    console.line("");
    var log = home.log(failure.component().name());
    console.lines(failure.report(home.relative(log), LogExcerpt.of(log)));
    console.line("Stopping the others.");
  }

  private long rss() {
    return supervisor.members().stream().mapToLong(member -> Memory.ofTree(member.pid())).sum()
        + Memory.of(ProcessHandle.current().pid());
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedAtNanos);
  }

  private static void park() {
    try {
      Thread.sleep(Duration.ofDays(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
