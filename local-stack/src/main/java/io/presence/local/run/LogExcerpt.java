package io.presence.local.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Picks the lines of a log that tell why its process failed. */
final class LogExcerpt {
  static final int MAX_LINES = 12;
  private static final int MAX_WIDTH = 240;
  private static final Pattern TROUBLE =
      Pattern.compile("\\b(ERROR|FATAL|PANIC|SEVERE)\\b|Exception\\b|\\w*Error\\b|^Caused by:|^# ");
  private static final Pattern STACK_FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");

  private LogExcerpt() {}

  static List<String> of(Path log) {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return of(lines.toList());
    } catch (IOException e) {
      return List.of("(no log: " + e.getMessage() + ")");
    }
  }

  /** The last lines that speak of trouble, without stack frames; if none does, the last lines. */
  static List<String> of(List<String> log) {
    List<String> worth =
        log.stream().filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).find()).toList();
    List<String> trouble =
        worth.stream().filter(line -> TROUBLE.matcher(line).find()).distinct().toList();
    List<String> chosen = trouble.isEmpty() ? worth : trouble;
    return chosen.subList(Math.max(0, chosen.size() - MAX_LINES), chosen.size()).stream()
        .map(LogExcerpt::shortened)
        .toList();
  }

  private static String shortened(String line) {
    return line.length() <= MAX_WIDTH ? line : line.substring(0, MAX_WIDTH - 1) + "…";
  }
}
