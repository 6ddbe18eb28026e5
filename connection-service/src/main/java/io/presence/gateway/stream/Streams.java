package io.presence.gateway.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.WireTime;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.channel.EventStream;
import io.presence.gateway.channel.EventStreams;
import io.presence.gateway.lookup.OwnStatus;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.session.Timing;
import io.presence.gateway.socket.Snapshot;
import io.presence.gateway.watch.WatchedPeople;
import io.presence.gateway.watch.Watching;
import io.presence.web.Tokens.Verified;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** What all streams share, and where they begin. */
@Singleton
final class Streams {
  final Sessions sessions;
  final Channels channels;
  final Listeners listeners;
  final OwnStatus own;
  final Snapshot snapshot;
  final WatchedPeople people;
  final Watching watching;
  final FrameWriter frames;
  final GatewayClock clock;
  final ExecutorService blocking;

  /** How the session of a stream is watched: comments keep it open, and silence does not end it. */
  final Timing timing;

  private final Timing told;
  private final EventStreams streams;

  Streams(
      Sessions sessions,
      Channels channels,
      Listeners listeners,
      OwnStatus own,
      Snapshot snapshot,
      WatchedPeople people,
      Watching watching,
      GatewayClock clock,
      Timing timing,
      StreamSettings settings,
      FrameWriter frames,
      EventStreams streams,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.sessions = sessions;
    this.channels = channels;
    this.listeners = listeners;
    this.own = own;
    this.snapshot = snapshot;
    this.people = people;
    this.watching = watching;
    this.clock = clock;
    this.frames = frames;
    this.streams = streams;
    this.blocking = blocking;
    told = timing;
    this.timing =
        new Timing(
            settings.streamKeepAliveMs(),
            Long.MAX_VALUE / 4,
            timing.idleTimeoutMs(),
            timing.authenticationTimeoutMs(),
            timing.answerTimeoutMs());
  }

  EventStream open(HttpRequest<?> request, Verified token, Stream.Wanted wanted) {
    return streams.make(request, new Stream(this, token, wanted));
  }

  /** As on a socket; the durations are those of {@code POST /v1/heartbeat}. */
  byte[] greeting(Session session, Me me) {
    return frames.authenticated(
        new Frames.Authenticated(
            session.user(),
            session.id(),
            me,
            told.heartbeatIntervalMs(),
            told.idleTimeoutMs(),
            told.ttlMs(),
            new WireTime(clock.now().toEpochMilli())),
        null);
  }
}
