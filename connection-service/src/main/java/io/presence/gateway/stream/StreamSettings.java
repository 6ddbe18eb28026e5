package io.presence.gateway.stream;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Streams of events.
 *
 * @param streamKeepAliveMs {@code PRESENCE_STREAM_KEEP_ALIVE_MS}: how often a comment keeps a quiet
 *     stream open
 * @param maxStreams {@code PRESENCE_MAX_STREAMS}: of one user on one gateway; further ones are
 *     refused with 429
 */
@ConfigurationProperties("presence")
record StreamSettings(
    @Bindable(defaultValue = "15000") long streamKeepAliveMs,
    @Bindable(defaultValue = "20") int maxStreams) {

  StreamSettings {
    // The server drops connections on which nothing has moved for 75 s.
    if (streamKeepAliveMs < 100 || streamKeepAliveMs > 60_000) {
      throw new IllegalArgumentException(
          "PRESENCE_STREAM_KEEP_ALIVE_MS must be 100 to 60000, got " + streamKeepAliveMs);
    }
    if (maxStreams < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_MAX_STREAMS must be at least 1, got " + maxStreams);
    }
  }
}
