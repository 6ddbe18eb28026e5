package io.presence.gateway.channel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what waits in an {@link Outbox} as the socket takes it. Lives on the channel's event loop.
 *
 * <p>Netty is given no more than the channel's watermarks allow; the rest waits where it can still
 * be replaced. A socket that does not catch up within a time is too slow.
 */
// A write that fails ends in channelInactive: nobody waits for its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class Sender {
  private final Channel channel;
  private final Outbox outbox;
  private final long maxBehindMillis;
  private final ChannelMetrics metrics;
  private final Runnable tooSlow;
  private @Nullable Future<?> behind;

  Sender(
      Channel channel,
      Outbox outbox,
      long maxBehindMillis,
      ChannelMetrics metrics,
      Runnable tooSlow) {
    this.channel = channel;
    this.outbox = outbox;
    this.maxBehindMillis = maxBehindMillis;
    this.metrics = metrics;
    this.tooSlow = tooSlow;
  }

  /** Writes what the socket takes, with one flush; called again when it takes more. */
  void drain() {
    int frames = 0;
    for (Outbox.Waiting next = next(); next != null; next = next()) {
      byte[] frame = next.frame();
      CompletableFuture<Void> mark = next.mark();
      if (frame != null) {
        channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)), channel.voidPromise());
        frames++;
      } else if (mark != null) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> mark.complete(null));
      }
    }
    if (frames > 0) {
      channel.flush();
      metrics.framesOut.increment(frames);
    }
    watch(outbox.isEmpty());
  }

  private Outbox.@Nullable Waiting next() {
    if (!channel.isWritable()) {
      channel.flush();
    }
    // A mark costs the socket nothing; it completes when what was written before it has gone.
    return outbox.next(!channel.isWritable());
  }

  private void watch(boolean caughtUp) {
    if (!caughtUp && behind == null) {
      metrics.behind.increment();
      behind = channel.eventLoop().schedule(tooSlow, maxBehindMillis, TimeUnit.MILLISECONDS);
    } else if (caughtUp) {
      stop();
    }
  }

  /** Nobody is waited for any more. */
  void stop() {
    if (behind != null) {
      behind.cancel(false);
      behind = null;
    }
  }
}
