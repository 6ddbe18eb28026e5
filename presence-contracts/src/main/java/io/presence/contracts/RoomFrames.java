package io.presence.contracts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The value of a {@link Delivery} of kind {@link Delivery.Kind#ROOM}: several frames, each with the
 * viewers of the gateway that get it, so that a room where everybody is told something else is
 * still a few records. One line for each frame: the viewers joined by commas, a space, the frame;
 * neither ids nor frames contain a line break.
 */
public final class RoomFrames {
  private static final int MOST_VIEWERS_A_LINE = 2_000;

  private RoomFrames() {}

  /** A frame, encoded and ready for a socket, and who gets it. */
  public static final class Line {
    private final List<UserId> viewers;
    private final byte[] frame;

    /**
     * @param frame must not change any more
     */
    public Line(List<UserId> viewers, byte[] frame) {
      this.viewers = List.copyOf(viewers);
      this.frame = frame;
    }

    public List<UserId> viewers() {
      return viewers;
    }

    /** Not to be changed. */
    public byte[] frame() {
      return frame;
    }
  }

  /**
   * Packs lines into as few values as fit.
   *
   * @param largest bytes that a value may have, if its only line is not larger
   */
  public static List<byte[]> pack(List<Line> lines, int largest) {
    List<byte[]> values = new ArrayList<>();
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (Line line : lines) {
      for (int from = 0; from < line.viewers.size(); from += MOST_VIEWERS_A_LINE) {
        int to = Math.min(from + MOST_VIEWERS_A_LINE, line.viewers.size());
        byte[] next = bytes(line.viewers.subList(from, to), line.frame);
        if (value.size() > 0 && value.size() + next.length > largest) {
          values.add(value.toByteArray());
          value.reset();
        }
        value.writeBytes(next);
      }
    }
    if (value.size() > 0) {
      values.add(value.toByteArray());
    }
    return values;
  }

  private static byte[] bytes(List<UserId> viewers, byte[] frame) {
    StringBuilder head = new StringBuilder(viewers.size() * 12);
    for (UserId viewer : viewers) {
      head.append(head.isEmpty() ? "" : ",").append(viewer.value());
    }
    byte[] ids = head.append(' ').toString().getBytes(StandardCharsets.UTF_8);
    byte[] line = Arrays.copyOf(ids, ids.length + frame.length + 1);
    System.arraycopy(frame, 0, line, ids.length, frame.length);
    line[line.length - 1] = '\n';
    return line;
  }

  /**
   * @throws IllegalArgumentException when this was not packed here
   */
  public static List<Line> unpack(byte[] value) {
    List<Line> lines = new ArrayList<>();
    int from = 0;
    while (from < value.length) {
      int space = indexOf(value, (byte) ' ', from);
      int end = indexOf(value, (byte) '\n', space);
      List<UserId> viewers = new ArrayList<>();
      for (String id :
          new String(value, from, space - from, StandardCharsets.UTF_8).split(",", -1)) {
        viewers.add(new UserId(id));
      }
      lines.add(new Line(viewers, Arrays.copyOfRange(value, space + 1, end)));
      from = end + 1;
    }
    return lines;
  }

  private static int indexOf(byte[] value, byte wanted, int from) {
    for (int i = from; i < value.length; i++) {
      if (value[i] == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("frames of a room must be lines of viewers and a frame");
  }
}
