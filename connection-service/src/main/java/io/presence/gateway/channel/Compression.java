package io.presence.gateway.channel;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.http.server.netty.websocket.NettyServerWebSocketUpgradeHandler;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/**
 * Turns permessage-deflate off, which the framework would agree to with every browser: it keeps a
 * window for each socket, inflates what a client sends without a bound, and has little to gain on
 * frames of 200 bytes.
 */
@Singleton
final class Compression implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Off());
    return event.getBean();
  }

  private static final class Off implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new OffFor(channel) : this;
    }
  }

  private record OffFor(Channel channel) implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel stream, ChannelRole role) {
      return new OffFor(stream);
    }

    @Override
    public void onStreamPipelineBuilt() {
      var pipeline = channel.pipeline();
      if (pipeline.get(NettyServerWebSocketUpgradeHandler.COMPRESSION_HANDLER) != null) {
        pipeline.remove(NettyServerWebSocketUpgradeHandler.COMPRESSION_HANDLER);
      }
    }
  }
}
