package io.presence.local.run;

import io.presence.local.home.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code up} says when all is ready: what runs where, and what to try next. */
final class Summary {
  private Summary() {}

  static List<String> of(
      List<Instance.Member> members, Ports ports, Duration took, long residentKib) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  %-22s %-18s %8s %10s".formatted("what", "where", "pid", "ready in"));
    for (var member : members) {
      lines.add(
          "  %-22s 127.0.0.1:%-8d %8d %10s"
              .formatted(
                  member.name(),
                  member.port(),
                  member.pid(),
                  Console.seconds(Duration.ofMillis(member.readyMillis()))));
    }
    lines.add("");
    lines.add(
        "Presence is up after %s, %s resident. Ctrl-C stops it."
            .formatted(Console.seconds(took), mebibytes(residentKib)));
    lines.add("");
    lines.add("Try next, in another terminal:");
    lines.add(hint("./presence status", "what runs, and how it is"));
    lines.add(hint("./presence token alice", "a token, to be shown as Authorization: Bearer …"));
    lines.add(
        hint(
            "ws://127.0.0.1:%d/v1/presence/ws".formatted(ports.gateway(1)),
            "connect here with it"));
    return lines;
  }

  private static String hint(String what, String why) {
    return "  %-36s %s".formatted(what, why);
  }

  static String mebibytes(long kib) {
    return String.format(Locale.ROOT, "%d MiB", Math.round(kib / 1024.0));
  }
}
