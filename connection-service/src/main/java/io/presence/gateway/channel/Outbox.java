package io.presence.gateway.channel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for a channel's event loop, in order; bounded. Thread-safe.
 *
 * <p>The place where only the latest update of each subject would be kept for a slow reader.
 */
final class Outbox {
  private final int maxFrames;
  private final ArrayDeque<byte[]> frames = new ArrayDeque<>(0);
  private boolean awaited;
  private boolean closed;

  Outbox(int maxFrames) {
    this.maxFrames = maxFrames;
  }

  /** What became of a frame. */
  enum Added {
    /** It waits, and nobody sees to it yet. */
    FIRST,
    ADDED,
    /** It was not added: the client does not keep up. */
    FULL,
    /** It was not added: nothing leaves any more. */
    CLOSED
  }

  synchronized Added add(byte[] frame) {
    if (closed) {
      return Added.CLOSED;
    }
    if (frames.size() >= maxFrames) {
      return Added.FULL;
    }
    frames.add(frame);
    boolean first = !awaited;
    awaited = true;
    return first ? Added.FIRST : Added.ADDED;
  }

  /** The next to write; after null, the next one added is a first one again. */
  synchronized byte @Nullable [] next() {
    byte[] frame = frames.poll();
    awaited = frame != null;
    return frame;
  }

  synchronized void clear() {
    frames.clear();
  }

  synchronized void close() {
    closed = true;
    frames.clear();
  }
}
