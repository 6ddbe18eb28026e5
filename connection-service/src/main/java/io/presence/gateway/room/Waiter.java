package io.presence.gateway.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has asked for a count. One that was on its way already may count who hides since
 * then: only one as of their question, or later, answers them (invariant Read-your-privacy-writes).
 * Thread-safe.
 */
final class Waiter {
  private final CompletableFuture<RoomCounts.Count> answer = new CompletableFuture<>();
  private long askedAt = Long.MAX_VALUE;
  private RoomCounts.@Nullable Count newest;

  /** The question is in the store since then; asked again, the first time counts. */
  synchronized void asked(long at) {
    askedAt = Math.min(askedAt, at);
    settle();
  }

  synchronized void offer(RoomCounts.Count count) {
    if (newest == null || count.version() > newest.version()) {
      newest = count;
    }
    settle();
  }

  private void settle() {
    RoomCounts.Count count = newest;
    if (count != null && count.version() >= askedAt) {
      answer.complete(count);
    }
  }

  boolean isDone() {
    return answer.isDone();
  }

  /** Nobody waits any more. */
  void leave() {
    answer.cancel(false);
  }

  RoomCounts.Count get(long millis)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(millis, TimeUnit.MILLISECONDS);
  }
}
