package io.presence.gateway.channel;

import io.presence.contracts.CloseCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: a socket, or a stream of events. Takes encoded frames, in order; may
 * be called from any thread, never blocks, and does nothing once it has ended.
 */
public interface Outlet {
  /** Sends a frame soon; the bytes must not change any more. */
  void send(byte[] frame);

  /**
   * The same, in place of one about the same thing that still waits.
   *
   * @param about of which only the latest frame matters; null for a frame that must not be replaced
   */
  void send(@Nullable Object about, byte[] frame);

  /** Adds a frame that must not be replaced to those that wait. */
  default boolean enqueue(byte[] frame) {
    return enqueue(null, frame);
  }

  /**
   * Adds a frame to those that wait.
   *
   * @param about of which only the latest frame matters; null for a frame that must not be replaced
   * @return whether the caller must see to it that {@link #drain} runs on the {@link #executor}, at
   *     the latest after the batch at hand; false when somebody already does
   */
  boolean enqueue(@Nullable Object about, byte[] frame);

  /** Writes all that waits. On the {@link #executor}. */
  void drain();

  /** Where {@link #drain} belongs. */
  Executor executor();

  /** Completes when everything sent so far has been taken from here, or the client is gone. */
  CompletableFuture<Void> written();

  /** Asks for a sign of life, or gives one. */
  void ping();

  /** Says why and ends. */
  void close(CloseCode code);

  /** Ends without a word. */
  void drop();

  /**
   * Runs something after a while, also if the client has gone by then.
   *
   * @return cancels it
   */
  Runnable after(long millis, Runnable task);
}
