package io.presence.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Collects the frames of one message, up to a size. Lives on the channel's event loop. */
final class Message {
  private static final int FIRST_BYTES = 256;

  private final int maxBytes;
  private ByteBuf parts = Unpooled.EMPTY_BUFFER;
  private boolean text;

  Message(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What the message is, after a frame. */
  enum State {
    INCOMPLETE,
    TEXT,
    BINARY,
    TOO_LARGE
  }

  /** Adds a data frame; the decoder has checked that it may follow the one before. */
  State add(WebSocketFrame frame) {
    int bytes = frame.content().readableBytes();
    if (parts.readableBytes() + bytes > maxBytes) {
      release();
      return State.TOO_LARGE;
    }
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      text = frame instanceof TextWebSocketFrame;
    }
    if (parts.isReadable()) {
      parts.writeBytes(frame.content());
    } else if (frame.isFinalFragment()) {
      parts = frame.content().retain();
    } else {
      parts = Unpooled.buffer(Math.max(bytes, FIRST_BYTES), maxBytes);
      parts.writeBytes(frame.content());
    }
    if (!frame.isFinalFragment()) {
      return State.INCOMPLETE;
    }
    return text ? State.TEXT : State.BINARY;
  }

  /** The bytes of a complete message; the next frame begins another. */
  byte[] take() {
    byte[] bytes = ByteBufUtil.getBytes(parts);
    release();
    return bytes;
  }

  void release() {
    parts.release();
    parts = Unpooled.EMPTY_BUFFER;
  }
}
