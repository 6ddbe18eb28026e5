package io.presence.gateway.channel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The channels that one batch of updates has given something to: one task for each event loop, and
 * one flush for each channel, however many frames it got. Confined to one thread.
 */
public final class FlushBatch {
  private final Map<Executor, List<Outlet>> waiting = new HashMap<>();

  /**
   * Enqueues a frame for the channel.
   *
   * @param about what of it only the latest frame matters
   */
  public void add(Outlet channel, Object about, byte[] frame) {
    if (channel.enqueue(about, frame)) {
      waiting.computeIfAbsent(channel.executor(), loop -> new ArrayList<>()).add(channel);
    }
  }

  /** Lets the event loops write; the batch is empty again. */
  public void flush() {
    waiting.forEach((loop, channels) -> {
      try {
        loop.execute(() -> channels.forEach(Outlet::drain));
      } catch (RejectedExecutionException e) {
        // The server is going away, and its sockets with it.
      }
    });
    waiting.clear();
  }
}
