package io.presence.gateway.channel;

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
   * @param life is told what becomes of it
   */
  public EventStream make(EventStream.Life life) {
    return new EventStream(limits, events, metrics, life);
  }
}
