package io.presence.local.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a person sees: whole lines, and on a terminal one transient line below them that says what
 * is waited for. Thread-safe.
 */
public final class Console {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private String transientLine = "";

  public Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Standard output; the launch script knows whether that is a terminal. */
  public static Console standard() {
    return new Console(System.out, Boolean.getBoolean("presence.terminal"));
  }

  public synchronized void line(String text) {
    clear();
    out.println(text);
    show();
  }

  public void lines(List<String> texts) {
    texts.forEach(this::line);
  }

  /** Replaces the transient line; an empty text removes it. */
  public synchronized void waitingFor(String text) {
    if (terminal && !text.equals(transientLine)) {
      clear();
      transientLine = text;
      show();
    }
  }

  private void clear() {
    if (!transientLine.isEmpty()) {
      out.print(CLEAR_LINE);
    }
  }

  private void show() {
    if (!transientLine.isEmpty()) {
      out.print(transientLine);
    }
    out.flush();
  }

  /** {@code 3.2 s}. */
  public static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
