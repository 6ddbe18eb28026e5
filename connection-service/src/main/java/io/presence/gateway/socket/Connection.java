package io.presence.gateway.socket;

import io.presence.contracts.CloseCode;
import io.presence.contracts.ErrorCode;
import io.presence.gateway.channel.ClientChannel;
import io.presence.gateway.channel.Inbound;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.limit.ClientBound;
import io.presence.gateway.limit.Strikes;
import io.presence.gateway.protocol.ClientFrame;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.gateway.protocol.Parsed;
import io.presence.gateway.session.Session;
import io.presence.web.Tokens.Verified;
import io.presence.web.limit.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One client's side of the protocol: takes its frames and sends each to where it is answered.
 *
 * <p>It begins nameless; {@link Joining} makes it a {@link Session}. Frames are read on the event
 * loop, in order; what comes while the session begins waits in the {@link Serial} line behind it.
 */
final class Connection implements Inbound {
  private final Connections shared;
  private final ClientChannel channel;
  private final Serial serial;
  private final DeviceClaim device;
  private final Budget budget;
  private final Strikes strikes;

  /** On the event loop: whether a token was shown. */
  private boolean claimed;

  private Runnable cancelTimeout = Connection::nothing;
  private volatile @Nullable Session session;
  private volatile boolean live;
  private boolean ended;

  Connection(
      Connections shared, ClientChannel channel, Serial serial, DeviceClaim device, Budget budget) {
    this.shared = shared;
    this.channel = channel;
    this.serial = serial;
    this.device = device;
    this.budget = budget;
    strikes = new Strikes(shared.limits.maxRefusals());
  }

  /** On the event loop. */
  void begin(@Nullable Verified token) {
    if (token != null) {
      claimed = true;
      serial.offer(() -> shared.joining.join(this, token, device, null), 0);
    } else {
      cancelTimeout =
          channel.after(
              shared.timing.authenticationTimeoutMs(),
              () -> channel.close(CloseCode.NOT_AUTHENTICATED_IN_TIME));
    }
  }

  ClientChannel channel() {
    return channel;
  }

  Budget budget() {
    return budget;
  }

  /**
   * The client is this session from here on.
   *
   * @return false when the socket has ended meanwhile
   */
  synchronized boolean register(Session joined) {
    if (ended) {
      return false;
    }
    session = joined;
    shared.sessions.add(joined);
    return true;
  }

  /** The client has been greeted: it may ask. */
  void live() {
    live = true;
  }

  @Override
  public void heard() {
    Session current = session;
    if (current != null) {
      current.liveness().heard(shared.clock.millis());
    }
  }

  @Override
  public void text(byte[] message) {
    Parsed parsed = shared.reader.read(message, shared.clock.now());
    boolean authenticates =
        parsed instanceof Parsed.Frame f && f.frame() instanceof ClientFrame.Authenticate;
    if (!claimed && !authenticates) {
      refuseNameless(parsed);
      return;
    }
    Refusal refusal = budget.frame();
    if (refusal != null) {
      refuse(refusal, parsed.ref());
      return;
    }
    switch (parsed) {
      case Parsed.Frame(ClientFrame frame, Object ref) -> handle(frame, message.length, ref);
      case Parsed.Refused(ErrorCode code, String why, Object ref) -> error(code, why, null, ref);
    }
  }

  private void handle(ClientFrame frame, int length, @Nullable Object ref) {
    Session current = session;
    if (frame instanceof ClientFrame.Authenticate authenticate && !claimed) {
      claimed = true;
      cancelTimeout.run();
      DeviceClaim claim = authenticate.device().orElse(device);
      inOrder(
          () -> shared.joining.authenticate(this, authenticate.token(), claim, ref), length, ref);
    } else if (frame instanceof ClientFrame.Heartbeat heartbeat && live && current != null) {
      shared.commands.heartbeat(current, heartbeat, ref);
    } else {
      inOrder(() -> inTurn(frame, ref), length, ref);
    }
  }

  /** On a virtual thread, after everything that came before. */
  private void inTurn(ClientFrame frame, @Nullable Object ref) {
    Session current = session;
    if (current == null || !live) {
      return; // Joining has failed, and has closed the socket.
    }
    Refusal refusal = budget.ask(frame);
    if (refusal != null) {
      refuse(refusal, ref);
      return;
    }
    switch (frame) {
      case ClientFrame.Authenticate authenticate ->
          shared.joining.renew(current, authenticate.token(), ref);
      case ClientFrame.Heartbeat heartbeat -> shared.commands.heartbeat(current, heartbeat, ref);
      case ClientFrame.UpdateStatus update -> shared.commands.update(current, update, ref);
      case ClientFrame.GetPresence get -> shared.commands.get(current, get, ref);
      case ClientFrame.SubscribePresence subscribe ->
          shared.commands.subscribe(current, subscribe, ref);
      case ClientFrame.UnsubscribePresence unsubscribe ->
          shared.commands.unsubscribe(current, unsubscribe, ref);
      case ClientFrame.SubscribeRoom room -> shared.rooms.subscribe(current, room.roomId(), ref);
      case ClientFrame.UnsubscribeRoom room ->
          shared.rooms.unsubscribe(current, room.roomId(), ref);
    }
  }

  private void inOrder(Runnable task, int length, @Nullable Object ref) {
    if (!serial.offer(task, length)) {
      shared.bounds.refused(ClientBound.WAITING_FRAMES_PER_SOCKET);
      error(
          ErrorCode.RATE_LIMITED,
          "at most %d frames, of %d bytes together, may wait for their answers"
              .formatted(shared.limits.maxWaitingFrames(), shared.limits.maxWaitingBytes()),
          1_000L,
          ref);
    }
  }

  /** A limit is reached; whoever goes on regardless is closed. */
  private void refuse(Refusal refusal, @Nullable Object ref) {
    error(ErrorCode.RATE_LIMITED, refusal.message(), refusal.retryAfterMillis(), ref);
    if (strikes.isEnough(shared.clock.millis())) {
      channel.close(CloseCode.TOO_MANY_FRAMES);
    }
  }

  /** The first frame must be {@code authenticate}, and a good one. */
  private void refuseNameless(Parsed parsed) {
    boolean badToken =
        parsed instanceof Parsed.Refused refused && refused.code() == ErrorCode.INVALID_DATA;
    error(
        badToken ? ErrorCode.INVALID_DATA : ErrorCode.UNAUTHENTICATED,
        badToken
            ? ((Parsed.Refused) parsed).message()
            : "the first frame must be authenticate with a token",
        null,
        parsed.ref());
    channel.close(CloseCode.TOKEN_REJECTED);
  }

  @Override
  public void tooFast(byte[] message, long retryAfterMillis) {
    // Read only for its ref: every frame with one gets an answer.
    Parsed parsed = shared.reader.read(message, shared.clock.now());
    error(
        ErrorCode.RATE_LIMITED,
        "frames of one socket: at most %d in 1 s are allowed"
            .formatted(shared.limits.framesPerSecond()),
        retryAfterMillis,
        parsed.ref());
  }

  @Override
  public void binary() {
    error(ErrorCode.BAD_FRAME, "frames are text, this one was binary", null, null);
    if (!claimed) {
      channel.close(CloseCode.TOKEN_REJECTED);
    }
  }

  private void error(
      ErrorCode code, String message, @Nullable Long retryAfterMillis, @Nullable Object ref) {
    channel.send(shared.frames.error(code, message, retryAfterMillis, ref));
  }

  @Override
  public void ended(End end) {
    Session last;
    synchronized (this) {
      ended = true;
      last = session;
    }
    cancelTimeout.run();
    serial.close();
    if (last != null && last.end()) {
      shared.sessions.remove(last);
      shared.rooms.left(last);
      shared.watching.end(last);
      if (end == End.GOODBYE) {
        shared.reports.closed(last);
      } else if (!last.isEvicted()) {
        shared.reports.lost(last);
      }
    }
  }

  private static void nothing() {}
}
