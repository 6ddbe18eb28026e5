package io.presence.graph.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a stream, each cut off where it gets too long: no line, however hostile, takes more
 * memory than the limit. For one thread.
 */
final class BoundedLines {
  private final InputStream in;
  private final byte[] buffer;

  /**
   * @param maxLength bytes of a line, its end not counted
   */
  BoundedLines(InputStream in, int maxLength) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.buffer = new byte[maxLength];
  }

  /**
   * A line without its end.
   *
   * @param tooLong whether the rest of it was thrown away
   */
  record Line(String text, boolean tooLong) {}

  /** The next line; empty at the end. Lines end with LF or CR LF. */
  Optional<Line> next() throws IOException {
    int length = 0;
    boolean tooLong = false;
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      if (length < buffer.length) {
        buffer[length++] = (byte) read;
      } else if (read != '\r') {
        tooLong = true;
      }
    }
    if (length > 0 && buffer[length - 1] == '\r') {
      length--;
    }
    return Optional.of(new Line(new String(buffer, 0, length, StandardCharsets.UTF_8), tooLong));
  }
}
