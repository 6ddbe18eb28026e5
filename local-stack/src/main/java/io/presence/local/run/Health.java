package io.presence.local.run;

import io.presence.local.home.Home;
import io.presence.local.home.Instance;
import io.presence.local.home.InstanceLock;
import io.presence.local.servers.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a running stack is, as seen from outside. */
public final class Health {
  private Health() {}

  /**
   * @param well whether everything runs and answers
   */
  public record Finding(boolean well, List<String> lines) {}

  /** Empty if nothing runs on this home. */
  public static Optional<Finding> of(Home home) {
    return InstanceLock.holder(home).map(supervisor -> of(home, supervisor));
  }

  private static Finding of(Home home, ProcessHandle supervisor) {
    List<String> lines = new ArrayList<>();
    lines.add("  %-22s %-18s %8s %9s  %s".formatted("what", "where", "pid", "resident", "health"));
    boolean well = true;
    long total = Memory.of(supervisor.pid());
    var members = Instance.read(home).members();
    for (var member : members) {
      String health = health(member);
      well &= health.equals("ok");
      long kib = Memory.ofTree(member.pid());
      total += kib;
      lines.add(
          "  %-22s 127.0.0.1:%-8d %8d %9s  %s"
              .formatted(
                  member.name(), member.port(), member.pid(), Summary.mebibytes(kib), health));
    }
    lines.add("");
    lines.add(
        "Supervisor is %d; all together %s resident."
            .formatted(supervisor.pid(), Summary.mebibytes(total)));
    return new Finding(well && !members.isEmpty(), lines);
  }

  private static String health(Instance.Member member) {
    if (member.process().isEmpty()) {
      return "gone";
    }
    boolean answers =
        switch (member.name()) {
          case "redis" -> Ready.redis(member.port());
          case "kafka", "postgres" -> Ready.tcp(member.port());
          default ->
              member.name().startsWith("redis-")
                  ? Ready.redisNode(member.port())
                  : Ready.http(member.port(), "/health/readiness") == 200;
        };
    return answers ? "ok" : member.readyMillis() < 0 ? "starting" : "not ready";
  }
}
