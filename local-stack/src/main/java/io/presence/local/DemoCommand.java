package io.presence.local;

import io.presence.local.client.RunningStack;
import io.presence.local.demo.Demo;
import io.presence.local.home.Home;
import io.presence.local.home.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    description =
        "Three people on two gateways, one of them unplugged: watch the others' pictures change.")
final class DemoCommand implements Callable<Integer> {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** 0 if every picture changed in time, 1 if one did not. */
  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Home home = Home.ofThisProcess();
    Optional<RunningStack> running = RunningInstance.of(home);
    if (running.isPresent()) {
      return play(running.get());
    }
    System.out.println("Presence is not running: starting it for the demo.");
    Process stack = startOwn(home);
    Thread stop = new Thread(() -> stop(stack), "stop-own-stack");
    Runtime.getRuntime().addShutdownHook(stop);
    return play(await(home, stack));
  }

  private static int play(RunningStack stack)
      throws IOException, InterruptedException, ExecutionException {
    if (stack.gateways().size() < 2) {
      System.out.println(
          "Only one gateway runs, so all three are on it. For two: ./presence up --gateways 2");
    }
    return new Demo(stack, System.out).run() ? 0 : 1;
  }

  private static Process startOwn(Home home) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpresence.project=" + home.project(),
                "-cp",
                System.getProperty("java.class.path"),
                Presence.class.getName(),
                "up",
                "--gateways",
                "2"))
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static RunningStack await(Home home, Process stack) throws InterruptedException {
    long until = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < until && stack.isAlive()) {
      Optional<RunningStack> running = RunningInstance.of(home);
      if (running.isPresent()) {
        return running.get();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new Refusal("The stack did not start: see above, or ./presence up.");
  }

  private static void stop(Process stack) {
    stack.destroy();
    try {
      if (!stack.waitFor(30, TimeUnit.SECONDS)) {
        stack.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
