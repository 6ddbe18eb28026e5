package io.presence.gateway.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import io.presence.contracts.CloseCode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket: complete messages in, encoded frames out.
 *
 * <p>Owns the frames that wait for the event loop ({@link Outbox}) and the closing handshake.
 * Reading and the handshake live on the channel's event loop; {@link #send}, {@link #enqueue},
 * {@link #ping} and {@link #close} may be called from any thread, and on a socket that has ended do
 * nothing. For a client that reads slowly the latest frame about each thing waits ({@link Sender});
 * one that stays behind, or reaches a bound, is closed with 4430.
 */
// A write that fails ends in channelInactive: nobody waits for its future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ClientChannel extends ChannelInboundHandlerAdapter implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(ClientChannel.class);
  private static final int PROTOCOL_ERROR = 1002;
  private static final int INTERNAL_ERROR = 1011;
  private static final int NO_CODE = -1;

  /** How long a client has to answer a close before its connection is dropped. */
  private static final long CLOSING_MILLIS = 2_000;

  private final Channel channel;
  private final ChannelMetrics metrics;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Sender sender;
  private final Inbound inbound;
  private volatile boolean closing;
  private boolean ended;
  private boolean unreachable;

  ClientChannel(
      Channel channel,
      ChannelLimits limits,
      FrameRate rate,
      ChannelMetrics metrics,
      Function<ClientChannel, ? extends Inbound> inbound) {
    this.channel = channel;
    this.metrics = metrics;
    outbox = new Outbox(limits.maxPendingFrames(), limits.maxPendingBytes());
    sender =
        new Sender(channel, outbox, limits.maxBehindMs(), metrics, () -> close(CloseCode.TOO_SLOW));
    this.inbound = inbound.apply(this);
    inbox = new Inbox(limits, rate, metrics, this.inbound);
  }

  @Override
  public void send(byte[] frame) {
    send(null, frame);
  }

  @Override
  public void send(@Nullable Object about, byte[] frame) {
    if (enqueue(about, frame)) {
      onLoop(this::drain);
    }
  }

  @Override
  public boolean enqueue(@Nullable Object about, byte[] frame) {
    return switch (outbox.add(about, frame)) {
      case FIRST -> true;
      case ADDED, CLOSED -> false;
      case REPLACED -> {
        metrics.replaced.increment();
        yield false;
      }
      case FULL -> {
        close(CloseCode.TOO_SLOW);
        yield false;
      }
    };
  }

  /** Completes when everything sent so far has gone to the socket, or the socket is gone. */
  @Override
  public CompletableFuture<Void> written() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    outbox.mark(written);
    if (!onLoop(this::drain)) {
      outbox.close();
    }
    return written;
  }

  /** Asks the client's socket for a sign of life; browsers answer by themselves. */
  @Override
  public void ping() {
    onLoop(() -> {
      if (!closing && channel.isWritable()) {
        channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
      }
    });
  }

  /** Says why and closes; drops the connection if the client does not answer. */
  @Override
  public void close(CloseCode code) {
    onLoop(() -> {
      if (!closing) {
        metrics.closed(code.code());
        if (code == CloseCode.TOO_SLOW) {
          outbox.clear();
        }
        close(code.code(), code.reason());
      }
    });
  }

  /** Something of ours failed for which nothing is prepared: says so and closes. */
  public void fail(Throwable cause) {
    LOG.error("A socket is closed because handling its frame failed", cause);
    onLoop(() -> {
      if (!closing) {
        metrics.closed(INTERNAL_ERROR);
        close(INTERNAL_ERROR, "the server failed");
      }
    });
  }

  /** Drops the connection without a word, for a client that is gone anyway. */
  @Override
  public void drop() {
    onLoop(() -> {
      end(Inbound.End.LOST);
      channel.close();
    });
  }

  /** On the event loop. */
  @Override
  public Runnable after(long millis, Runnable task) {
    var scheduled = channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public EventLoop executor() {
    return channel.eventLoop();
  }

  /** Writes what waits and the socket takes, with one flush. On the event loop. */
  @Override
  public void drain() {
    if (closing) {
      outbox.clear();
    } else {
      sender.drain();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!closing && context.channel().isWritable()) {
      sender.drain();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object received) {
    if (!(received instanceof WebSocketFrame frame)) {
      context.fireChannelRead(received);
      return;
    }
    try {
      if (!closing) {
        read(frame);
      } else if (frame instanceof CloseWebSocketFrame) {
        channel.close();
      }
    } finally {
      frame.release();
    }
  }

  private void read(WebSocketFrame frame) {
    metrics.framesIn.increment();
    inbound.heard();
    if (frame instanceof CloseWebSocketFrame close) {
      answerClose(close.statusCode());
      return;
    }
    CloseCode broken = inbox.read(frame);
    if (broken != null) {
      close(broken);
    } else if (frame instanceof PingWebSocketFrame ping && channel.isWritable()) {
      // Pongs that the client does not read must not pile up.
      channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    }
  }

  private void answerClose(int code) {
    closing = true;
    boolean goodbye = code == CloseCode.GOODBYE.code() || code == NO_CODE;
    end(goodbye ? Inbound.End.GOODBYE : Inbound.End.LOST);
    CloseWebSocketFrame answer =
        code == NO_CODE ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
    channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }

  /** On the event loop. Goes on reading, and throwing away, until the client has answered. */
  private void close(int code, String reason) {
    drain();
    if (closing) {
      return;
    }
    closing = true;
    outbox.close();
    end(Inbound.End.LOST);
    // Closing the connection with unread input would reset it, and the client might never see why.
    channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
    channel.eventLoop().schedule((Runnable) channel::close, CLOSING_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!ended && !unreachable) {
      // The end of the stream came from the client, or from the kernel under it.
      inbound.heard();
    }
    end(Inbound.End.LOST);
    context.fireChannelInactive();
  }

  private void end(Inbound.End how) {
    sender.stop();
    outbox.close();
    if (!ended) {
      ended = true;
      closing = true;
      inbound.ended(how);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // The server's idle timeouts are for plain HTTP; sockets have their own sense of life.
    if (!(event instanceof IdleStateEvent)) {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      if (WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(corrupted.closeStatus())) {
        close(CloseCode.FRAME_TOO_LARGE);
      } else {
        close(PROTOCOL_ERROR, "not a WebSocket frame of RFC 6455");
      }
    } else if (cause instanceof IOException) {
      // A reset comes from the client's side; a timeout says that nothing comes any more.
      unreachable = !String.valueOf(cause.getMessage()).contains("reset");
      channel.close();
    } else {
      fail(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    inbox.release();
  }

  /**
   * @return false when the event loop takes nothing any more: the server is going away
   */
  private boolean onLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
      return true;
    }
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
