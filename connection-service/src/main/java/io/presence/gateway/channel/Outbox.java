package io.presence.gateway.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for a channel, in order. Of frames about the same thing only the latest waits: a
 * client that is behind is told what is true when it comes round to reading, not all that has been
 * true meanwhile. Bounded in frames and in bytes. Thread-safe.
 */
final class Outbox {
  /** What a waiting frame costs beside its bytes: its place in the map, and the objects there. */
  static final int OVERHEAD_BYTES = 100;

  private final int maxFrames;
  private final int maxBytes;

  /** By what a frame is about; one that is about nothing, by itself. */
  private final LinkedHashMap<Object, Waiting> waiting = new LinkedHashMap<>(0);

  private long bytes;
  private boolean awaited;
  private boolean closed;

  Outbox(int maxFrames, int maxBytes) {
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
  }

  /** What became of a frame. */
  enum Added {
    /** It waits, and nobody sees to it yet. */
    FIRST,
    ADDED,
    /** It waits in place of an older one about the same. */
    REPLACED,
    /** It was not added: the client does not keep up. */
    FULL,
    /** It was not added: nothing leaves any more. */
    CLOSED
  }

  /**
   * A frame, or a mark that says when everything before it has been written.
   *
   * @param frame null for a mark
   * @param mark null for a frame
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Waiting(byte @Nullable [] frame, @Nullable CompletableFuture<Void> mark) {
    private int cost() {
      return OVERHEAD_BYTES + (frame == null ? 0 : frame.length);
    }
  }

  /**
   * @param about the thing of which only the latest frame matters; null when it must not be
   *     replaced
   */
  synchronized Added add(@Nullable Object about, byte[] frame) {
    Waiting added = new Waiting(frame, null);
    if (closed) {
      return Added.CLOSED;
    }
    // At the end, where a newer one belongs: frames about something leave in the order of adding.
    Waiting before = about == null ? null : waiting.remove(about);
    bytes -= before == null ? 0 : before.cost();
    boolean full = waiting.size() >= maxFrames || bytes + added.cost() > maxBytes;
    // One frame may be larger than the bound, or a large answer could never be sent.
    if (full && !waiting.isEmpty()) {
      return Added.FULL;
    }
    waiting.put(about == null ? new Object() : about, added);
    bytes += added.cost();
    if (!awaited) {
      awaited = true;
      return Added.FIRST;
    }
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  /**
   * Completes the mark when all frames added so far have been taken, at once when nothing leaves
   * any more. Somebody must see to it.
   */
  void mark(CompletableFuture<Void> mark) {
    synchronized (this) {
      if (!closed) {
        Waiting added = new Waiting(null, mark);
        waiting.put(new Object(), added);
        bytes += added.cost();
        awaited = true;
        return;
      }
    }
    mark.complete(null);
  }

  /**
   * Takes the next.
   *
   * @param marksOnly whether to leave frames where they are
   * @return null when there is none; if nothing waits either, the next one added is a first one
   *     again
   */
  synchronized @Nullable Waiting next(boolean marksOnly) {
    var first = waiting.firstEntry();
    if (first == null) {
      awaited = false;
      return null;
    }
    if (marksOnly && first.getValue().mark() == null) {
      return null;
    }
    waiting.pollFirstEntry();
    bytes -= first.getValue().cost();
    return first.getValue();
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** What waits costs so much memory. */
  synchronized long bytes() {
    return bytes;
  }

  void clear() {
    List<Waiting> cleared;
    synchronized (this) {
      cleared = new ArrayList<>(waiting.values());
      waiting.clear();
      bytes = 0;
    }
    for (Waiting each : cleared) {
      CompletableFuture<Void> mark = each.mark();
      if (mark != null) {
        mark.complete(null);
      }
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    clear();
  }
}
