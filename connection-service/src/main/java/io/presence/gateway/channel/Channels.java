package io.presence.gateway.channel;

import io.github.bucket4j.TimeMeter;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.presence.contracts.CloseCode;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes a freshly upgraded socket over from the framework.
 *
 * <p>Micronaut routes and upgrades; from then on a {@link ClientChannel} stands in front of its
 * handler and consumes every frame, because the framework's own handling collects fragments without
 * a bound, answers pings unseen, and neither answers a close nor says 4413. It reaches the channel
 * through {@link NettyHttpRequest}, which is no public contract: this is the only class that knows.
 */
@Singleton
public final class Channels {
  /** Netty's name for what turns bytes into WebSocket frames. */
  private static final String DECODER = "wsdecoder";

  private static final String HANDLER = "presence-client";

  /**
   * Given to the socket before it has taken it. What waits beyond that can still be replaced by
   * something newer.
   */
  private static final int WRITTEN_AHEAD_BYTES = 65_536;

  private final ChannelLimits limits;
  private final ChannelMetrics metrics;
  private final Set<Outlet> open = ConcurrentHashMap.newKeySet();

  Channels(ChannelLimits limits, ChannelMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    metrics.connections(open::size);
  }

  /** Where the connection of a request lives. */
  static EventLoop loopOf(HttpRequest<?> request) {
    return ((NettyHttpRequest<?>) request).getChannelHandlerContext().channel().eventLoop();
  }

  /** A client that comes by another way than a socket: counted, and closed with the others. */
  public void add(Outlet outlet) {
    open.add(outlet);
  }

  /** It has ended. */
  public void remove(Outlet outlet) {
    open.remove(outlet);
  }

  /** How many sockets and streams are open, authenticated or not. */
  public int count() {
    return open.size();
  }

  /** Whether no more sockets may open. */
  public boolean areFull() {
    return open.size() >= limits.maxConnections();
  }

  /** Each open socket and stream; those that come or go meanwhile may be left out. */
  public void forEach(Consumer<Outlet> each) {
    open.forEach(each);
  }

  /** Closes all; each client is told why. */
  public void closeAll(CloseCode code) {
    open.forEach(channel -> channel.close(code));
  }

  /**
   * Called while the socket opens, before it can have read a frame.
   *
   * @param inbound makes the one who is told what comes from the client
   */
  public void take(HttpRequest<?> upgrade, Function<ClientChannel, ? extends Inbound> inbound) {
    Channel channel = ((NettyHttpRequest<?>) upgrade).getChannelHandlerContext().channel();
    channel
        .config()
        .setWriteBufferWaterMark(
            new WriteBufferWaterMark(WRITTEN_AHEAD_BYTES / 2, WRITTEN_AHEAD_BYTES));
    take(channel, inbound);
  }

  void take(Channel channel, Function<ClientChannel, ? extends Inbound> inbound) {
    ChannelPipeline pipeline = channel.pipeline();
    // Reports a frame that is too large, instead of closing with a code that clients do not expect.
    WebSocket13FrameDecoder decoder =
        new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.maxFrameBytes())
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .build());
    pipeline.replace(DECODER, DECODER, decoder);
    FrameRate rate = new FrameRate(limits, TimeMeter.SYSTEM_NANOTIME);
    ClientChannel client = new ClientChannel(channel, limits, rate, metrics, inbound);
    pipeline.addAfter(DECODER, HANDLER, client);
    open.add(client);
    channel.closeFuture().addListener(closed -> open.remove(client));
  }
}
