package io.presence.endtoend.fuzz;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the services hold of the machine: resident memory, buffers outside of the heap, threads. The
 * heap is bounded by its own limit, and says nothing before a collection.
 */
record Footprint(Map<String, Long> values) {
  /** Generous: a heap that was not yet touched counts as growth. */
  private static final Map<String, Long> BOUNDS =
      Map.of("resident MiB", 160L, "buffers MiB", 32L, "threads", 60L, "connections", 0L);

  static Footprint of(LiveStack stack, Rest rest) {
    Map<String, Long> values = new TreeMap<>();
    stack
        .pids()
        .forEach((service, pid) -> {
          values.put(service + ": resident MiB", resident(pid) / 1024);
          URI uri = stack.services().get(service);
          if (uri != null) {
            String metrics = rest.get(uri, "/prometheus", stack.admin()).ok().body();
            values.put(
                service + ": buffers MiB",
                sum(metrics, "jvm_buffer_memory_used_bytes") / (1024 * 1024));
            values.put(service + ": threads", sum(metrics, "jvm_threads_live_threads"));
            if (service.startsWith("connection-service")) {
              values.put(service + ": connections", sum(metrics, "presence_connections"));
            }
          }
        });
    return new Footprint(values);
  }

  /** What has grown beyond all patience. */
  List<String> growthTo(Footprint later) {
    List<String> grown = new ArrayList<>();
    later.values.forEach((name, now) -> {
      long before = values.getOrDefault(name, 0L);
      long bound = BOUNDS.getOrDefault(name.substring(name.indexOf(':') + 2), 0L);
      if (now - before > bound) {
        grown.add("%s: %d before, %d after, at most %d more".formatted(name, before, now, bound));
      }
    });
    return grown;
  }

  /** KiB; 0 where the kernel does not say. */
  private static long resident(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return !Files.exists(status)
          ? 0
          : Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(String metrics, String name) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
