package io.presence.gateway.socket;

import io.presence.contracts.ErrorCode;
import io.presence.contracts.Frames;
import io.presence.contracts.Me;
import io.presence.contracts.PresenceView;
import io.presence.contracts.ReportResult;
import io.presence.gateway.GatewayClock;
import io.presence.gateway.limit.ClientBound;
import io.presence.gateway.lookup.Found;
import io.presence.gateway.lookup.Lookup;
import io.presence.gateway.lookup.LookupUnavailableException;
import io.presence.gateway.protocol.ClientFrame;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.report.SessionReports;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.WatchReason;
import io.presence.gateway.watch.WatchedPeople;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the frames of live sessions. Lookups block, on the connection's line; they are answered
 * whole or with {@code unavailable}, never with something made up.
 */
@Singleton
final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Lookup lookup;
  private final WatchedPeople people;
  private final SessionReports reports;
  private final FrameWriter frames;
  private final GatewayClock clock;
  private final Bounds bounds;

  Commands(
      Lookup lookup,
      WatchedPeople people,
      SessionReports reports,
      FrameWriter frames,
      GatewayClock clock,
      Bounds bounds) {
    this.bounds = bounds;
    this.lookup = lookup;
    this.people = people;
    this.reports = reports;
    this.frames = frames;
    this.clock = clock;
  }

  /** Does not block. */
  void heartbeat(Session session, ClientFrame.Heartbeat heartbeat, @Nullable Object ref) {
    if (Boolean.TRUE.equals(heartbeat.active()) && session.liveness().active(clock.millis())) {
      reports.active(session);
    }
    if (ref != null) {
      session.channel().send(frames.ack(null, ref));
    }
  }

  /** Does not block; the answer comes when the status is written. */
  void update(Session session, ClientFrame.UpdateStatus update, @Nullable Object ref) {
    var _ =
        reports
            .set(session, update.edit())
            .thenAccept(result -> {
              Me me = result.me();
              if (result.outcome() == ReportResult.Outcome.OK && me != null) {
                session.tellMe(frames.ack(new Frames.AckMe(me), ref), me);
              } else {
                unavailable(session, "the status cannot be set right now", ref);
              }
            });
  }

  void get(Session session, ClientFrame.GetPresence get, @Nullable Object ref) {
    answer(
        session,
        ref,
        () -> {
          Found found = lookup.look(session.user(), get.userIds());
          if (!found.missing().isEmpty()) {
            unavailable(session, "not all of these people can be read right now", ref);
            return;
          }
          List<PresenceView> views =
              found.seen().stream().map(seen -> seen.view(session.live(seen))).toList();
          session.tell(frames.info(views, ref), views);
          session.channel().written().join();
        });
  }

  void subscribe(Session session, ClientFrame.SubscribePresence subscribe, @Nullable Object ref) {
    answer(
        session,
        ref,
        () -> {
          if (people.watch(
              session,
              WatchReason.SUBSCRIBED,
              subscribe.userIds(),
              views -> frames.info(views, ref))) {
            session.channel().written().join();
          } else {
            bounds.refused(ClientBound.SUBSCRIPTIONS_PER_SESSION);
            error(
                session,
                ErrorCode.TOO_LARGE,
                "a session may subscribe to at most %d people".formatted(Session.MAX_SUBSCRIPTIONS),
                null,
                ref);
          }
        });
  }

  /** Does not block. */
  void unsubscribe(
      Session session, ClientFrame.UnsubscribePresence unsubscribe, @Nullable Object ref) {
    people.unwatch(session, WatchReason.SUBSCRIBED, unsubscribe.userIds());
    session.channel().send(frames.ack(null, ref));
  }

  private interface Looking {
    void look() throws LookupUnavailableException, InterruptedException;
  }

  /** Whatever goes wrong, the client gets an answer. */
  private void answer(Session session, @Nullable Object ref, Looking looking) {
    try {
      looking.look();
    } catch (LookupUnavailableException e) {
      LOG.debug("No answer", e);
      unavailable(session, String.valueOf(e.getMessage()), ref);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      unavailable(session, "this server is going away", ref);
    } catch (RuntimeException e) {
      LOG.error("A lookup failed", e);
      unavailable(session, "the server failed", ref);
    }
  }

  private void unavailable(Session session, String why, @Nullable Object ref) {
    error(session, ErrorCode.UNAVAILABLE, why, RETRY_MILLIS, ref);
  }

  private void error(
      Session session, ErrorCode code, String why, @Nullable Long retry, @Nullable Object ref) {
    session.channel().send(frames.error(code, why, retry, ref));
  }
}
