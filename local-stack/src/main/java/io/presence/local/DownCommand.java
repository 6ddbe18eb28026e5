package io.presence.local;

import io.presence.local.home.Home;
import io.presence.local.home.InstanceLock;
import io.presence.local.home.Refusal;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stop what ./presence up has started in another terminal.")
final class DownCommand implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 120;

  /** 0 also if nothing runs: that is what was asked for. */
  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    var supervisor = InstanceLock.holder(Home.ofThisProcess());
    if (supervisor.isEmpty()) {
      System.out.println("Presence is not running.");
      return 0;
    }
    long pid = supervisor.get().pid();
    System.out.println("Stopping (supervisor is " + pid + ").");
    if (!supervisor.get().destroy()) {
      throw new Refusal("Process " + pid + " cannot be stopped: is it another user's?");
    }
    try {
      supervisor.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Refusal(
          "Process %d has not stopped within %d s: kill -9 %d makes its components stop too."
              .formatted(pid, LIMIT_SECONDS, pid),
          e);
    }
    System.out.println("Presence is stopped.");
    return 0;
  }
}
