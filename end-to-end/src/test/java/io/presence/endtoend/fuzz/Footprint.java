package io.presence.endtoend.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * What the services hold of the machine: what is left of the heap after a collection, resident
 * memory, buffers outside of the heap, threads.
 */
record Footprint(Map<String, Long> values) {
  /** Generous: a heap that was not yet touched counts as growth. */
  private static final Map<String, Long> BOUNDS =
      Map.of(
          "heap MiB", 24L,
          "resident MiB", 160L,
          "buffers MiB", 32L,
          "threads", 60L,
          "connections", 0L);

  private static final long MIB = 1 << 20;

  static Footprint of(LiveStack stack, Rest rest) {
    Map<String, Long> values = new TreeMap<>();
    stack
        .pids()
        .forEach((service, pid) -> {
          values.put(service + ": resident MiB", resident(pid) / 1024);
          URI uri = stack.services().get(service);
          if (uri != null) {
            collect(pid);
            String metrics = rest.get(uri, "/prometheus", stack.admin()).ok().body();
            values.put(
                service + ": heap MiB",
                sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"") / MIB);
            values.put(
                service + ": buffers MiB", sum(metrics, "jvm_buffer_memory_used_bytes", "") / MIB);
            values.put(service + ": threads", sum(metrics, "jvm_threads_live_threads", ""));
            if (service.startsWith("connection-service")) {
              values.put(service + ": connections", sum(metrics, "presence_connections", ""));
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

  /** What nobody holds is not counted. */
  private static void collect(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process collection =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
              .redirectErrorStream(true)
              .start();
      String said = new String(collection.getInputStream().readAllBytes(), UTF_8);
      if (collection.waitFor() != 0) {
        throw new IllegalStateException("no collection in process " + pid + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  /** Over all tags, or those that the line has. */
  private static long sum(String metrics, String name, String tag) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> line.contains(tag))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
