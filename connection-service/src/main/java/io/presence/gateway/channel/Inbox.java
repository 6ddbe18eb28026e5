package io.presence.gateway.channel;

import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.presence.contracts.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, held to its limits: frames become messages, at a bounded rate and size.
 * Lives on the channel's event loop.
 */
final class Inbox {
  private final FrameRate rate;
  private final Message message;
  private final ChannelMetrics metrics;
  private final Inbound inbound;

  Inbox(ChannelLimits limits, FrameRate rate, ChannelMetrics metrics, Inbound inbound) {
    this.rate = rate;
    this.metrics = metrics;
    this.inbound = inbound;
    message = new Message(limits.maxFrameBytes());
  }

  /**
   * Reads any frame but a close.
   *
   * @return the limit that the client broke for good, or null
   */
  @Nullable CloseCode read(WebSocketFrame frame) {
    FrameRate.Verdict verdict = rate.frame();
    boolean admitted = verdict == FrameRate.Verdict.ADMITTED;
    if (!admitted) {
      metrics.refused.increment();
    }
    if (verdict == FrameRate.Verdict.ENOUGH) {
      return CloseCode.TOO_MANY_FRAMES;
    }
    if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
      return null;
    }
    return readData(frame, admitted);
  }

  private @Nullable CloseCode readData(WebSocketFrame frame, boolean admitted) {
    switch (message.add(frame)) {
      case INCOMPLETE -> {}
      case TOO_LARGE -> {
        return CloseCode.FRAME_TOO_LARGE;
      }
      case BINARY -> {
        message.take();
        inbound.binary();
      }
      case TEXT -> {
        byte[] text = message.take();
        if (admitted) {
          inbound.text(text);
        } else {
          inbound.tooFast(text, rate.retryAfterMillis());
        }
      }
    }
    return null;
  }

  void release() {
    message.release();
  }
}
