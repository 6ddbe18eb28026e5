package io.presence.gateway.socket;

import io.micronaut.scheduling.TaskExecutors;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.channel.ChannelLimits;
import io.presence.gateway.channel.ClientChannel;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.gateway.protocol.FrameReader;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.report.SessionReports;
import io.presence.gateway.room.RoomCommands;
import io.presence.gateway.session.Sessions;
import io.presence.gateway.session.Timing;
import io.presence.gateway.watch.Watching;
import io.presence.web.Tokens.Verified;
import io.presence.web.limit.Bounds;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What all connections share, and where they begin. */
@Singleton
final class Connections {
  final FrameReader reader;
  final FrameWriter frames;
  final Sessions sessions;
  final SessionReports reports;
  final Watching watching;
  final Timing timing;
  final GatewayClock clock;
  final Joining joining;
  final Commands commands;
  final RoomCommands rooms;
  final ChannelLimits limits;
  final Bounds bounds;
  private final ExecutorService blocking;

  Connections(
      FrameReader reader,
      FrameWriter frames,
      Sessions sessions,
      SessionReports reports,
      Watching watching,
      Timing timing,
      GatewayClock clock,
      Joining joining,
      Commands commands,
      RoomCommands rooms,
      ChannelLimits limits,
      Bounds bounds,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.reader = reader;
    this.frames = frames;
    this.sessions = sessions;
    this.reports = reports;
    this.watching = watching;
    this.timing = timing;
    this.clock = clock;
    this.joining = joining;
    this.commands = commands;
    this.rooms = rooms;
    this.limits = limits;
    this.bounds = bounds;
    this.blocking = blocking;
  }

  /**
   * A socket has opened. On its event loop.
   *
   * @param device what the upgrade said of the device
   * @param budget what it may do
   * @param token what the upgrade's token said; null when it brought none
   */
  Connection open(
      ClientChannel channel, DeviceClaim device, Budget budget, @Nullable Verified token) {
    // The client is told that we failed, and begins anew: what it asked last has no answer.
    Serial serial =
        new Serial(blocking, limits.maxWaitingFrames(), limits.maxWaitingBytes(), channel::fail);
    Connection connection = new Connection(this, channel, serial, device, budget);
    connection.begin(token);
    return connection;
  }
}
