package io.presence.gateway.channel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.IntSupplier;

/** Frames and closes. */
@Singleton
final class ChannelMetrics {
  final Counter framesIn;
  final Counter framesOut;
  final Counter refused;
  final Counter replaced;
  final Counter behind;
  private final MeterRegistry registry;

  ChannelMetrics(MeterRegistry registry) {
    this.registry = registry;
    framesIn =
        Counter.builder("presence.frames.in")
            .description("Frames from clients, of any kind")
            .register(registry);
    framesOut =
        Counter.builder("presence.frames.out")
            .description("Text frames handed to sockets")
            .register(registry);
    refused =
        Counter.builder("presence.frames.refused")
            .description("Frames beyond the rate that a client is allowed")
            .register(registry);
    replaced =
        Counter.builder("presence.frames.replaced")
            .description("Frames that a newer one about the same replaced while they waited")
            .register(registry);
    behind =
        Counter.builder("presence.sockets.behind")
            .description("How often a socket did not take at once what there was to send")
            .register(registry);
  }

  void connections(IntSupplier open) {
    Gauge.builder("presence.connections", open::getAsInt)
        .description("Open sockets, authenticated or not")
        .register(registry);
  }

  /** Closed by this server. */
  void closed(int code) {
    Counter.builder("presence.sockets.closed")
        .description("Sockets closed by this server, by close code")
        .tag("code", Integer.toString(code))
        .register(registry)
        .increment();
  }
}
