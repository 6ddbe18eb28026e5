package io.presence.gateway.channel;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Makes streams, with the limits and metrics that sockets have. */
@Singleton
public final class EventStreams {
  private final ChannelLimits limits;
  private final EventWriter events;
  private final ChannelMetrics metrics;

  EventStreams(ChannelLimits limits, EventWriter events, ChannelMetrics metrics) {
    this.limits = limits;
    this.events = events;
    this.metrics = metrics;
  }

  /**
   * @param request that it answers
   * @param life is told what becomes of it
   */
  public EventStream make(HttpRequest<?> request, EventStream.Life life) {
    return new EventStream(Channels.loopOf(request), limits, events, metrics, life);
  }
}
