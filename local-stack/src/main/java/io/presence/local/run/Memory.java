package io.presence.local.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of processes, in KiB; 0 for one that is gone. */
final class Memory {
  private Memory() {}

  /** The process and all below it. */
  static long ofTree(long pid) {
    return of(pid)
        + ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> of(child.pid()))
            .sum();
  }

  static long of(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.exists(Path.of("/proc/self")) ? fromProc(Files.readString(status)) : fromPs(pid);
    } catch (IOException e) {
      return 0;
    }
  }

  static long fromProc(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** macOS. */
  private static long fromPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
