package io.presence.local.replay;

import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.Tally;
import io.presence.local.crowd.Verdict;
import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The end of a replay, for people. */
final class Report {
  private static final int MISMATCHES_SHOWN = 20;

  private Report() {}

  static void print(PrintStream out, Tally tally, Crowd crowd, Verdict verdict, long settleMillis) {
    out.println();
    row(out, "connections", tally.connections.sum());
    row(out, "transitions", tally.transitions.sum());
    row(out, "updates delivered", tally.updates.sum());
    if (tally.ignored.sum() > 0) {
      out.printf(
          Locale.ROOT,
          "  %-28s %,12d   (joined twice, or left while away: the trace has such lines)%n",
          "events without effect",
          tally.ignored.sum());
    }
    row(out, "failed connection attempts", tally.failedConnections.sum());
    row(out, "closed by the server", tally.unexpectedCloses.sum());
    row(out, "false offlines", tally.falseOfflines.sum());
    crowd.complaints().forEach((what, count) -> out.printf("      %s × %s%n", count, what));
    out.println();
    out.printf(
        "  %-28s %9s %9s %9s %9s %9s%n",
        "from a change to a viewer", "count", "p50", "p95", "p99", "max");
    latencies(out, "came online", tally.arrivals);
    latencies(out, "signed off", tally.signOffs);
    latencies(out, "connection dropped", tally.drops);
    latencies(out, "fell silent", tally.silences);
    out.println();
    out.printf(
        Locale.ROOT,
        "  %,d viewers' pictures of %,d friends compared with the truth, %.1f s after the last event: %,d mismatches%n",
        verdict.viewers(),
        verdict.pairs(),
        settleMillis / 1_000.0,
        verdict.mismatches().size());
    verdict.mismatches().stream()
        .limit(MISMATCHES_SHOWN)
        .forEach(line -> out.println("    " + line));
    if (verdict.mismatches().size() > MISMATCHES_SHOWN) {
      out.printf("    … and %,d more%n", verdict.mismatches().size() - MISMATCHES_SHOWN);
    }
  }

  private static void row(PrintStream out, String what, long count) {
    out.printf(Locale.ROOT, "  %-28s %,12d%n", what, count);
  }

  private static void latencies(PrintStream out, String what, Histogram micros) {
    if (micros.getTotalCount() == 0) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "  %-28s %,9d %9s %9s %9s %9s%n",
        what,
        micros.getTotalCount(),
        time(micros.getValueAtPercentile(50)),
        time(micros.getValueAtPercentile(95)),
        time(micros.getValueAtPercentile(99)),
        time(micros.getMaxValue()));
  }

  static String time(long micros) {
    return micros < 10_000_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0)
        : String.format(Locale.ROOT, "%.2f s", micros / 1_000_000.0);
  }
}
