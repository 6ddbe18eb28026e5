package io.presence.local;

import io.presence.local.home.Home;
import io.presence.local.run.Health;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "What runs, where, how much memory it takes, and whether it answers.")
final class StatusCommand implements Callable<Integer> {
  /** 0 if all is well, 1 if something is not or nothing runs. */
  @Override
  public Integer call() {
    var finding = Health.of(Home.ofThisProcess());
    if (finding.isEmpty()) {
      System.out.println("Presence is not running. Start it with ./presence up.");
      return 1;
    }
    finding.get().lines().forEach(System.out::println);
    return finding.get().well() ? 0 : 1;
  }
}
