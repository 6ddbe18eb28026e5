package io.presence.gateway.room;

import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomFrames;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.UserId;
import io.presence.gateway.channel.FlushBatch;
import io.presence.gateway.limit.ClientBound;
import io.presence.store.PresenceStore;
import io.presence.store.RoomWatches;
import io.presence.store.StoreUnavailableException;
import io.presence.web.limit.Bounds;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Counts of rooms as their owner sends them: forwards them to who subscribes, and gives them to who
 * waits for a first one. Thread-safe; only {@link #ask} blocks.
 */
@Singleton
public final class RoomCounts {
  /** A question may get lost while a room changes its owner. */
  private static final long ASK_AGAIN_MILLIS = 2_000;

  private final GatewayId self;
  private final RoomWatches watches;
  private final Subscriptions subscriptions;
  private final ObjectMapper json;
  private final Bounds bounds;
  private final long patienceMillis;
  private final int atOnce;
  private final Map<Question, List<Waiter>> waiting = new ConcurrentHashMap<>();

  RoomCounts(
      GatewayId self,
      PresenceStore store,
      Subscriptions subscriptions,
      ObjectMapper json,
      Bounds bounds,
      RoomSettings settings) {
    this.self = self;
    this.watches = store.roomWatches();
    this.subscriptions = subscriptions;
    this.json = json;
    this.bounds = bounds;
    this.patienceMillis = settings.roomAnswerTimeoutMs();
    this.atOnce = settings.roomCountsAtOnce();
  }

  /**
   * What one viewer is told of a room.
   *
   * @param version as of when, to be compared with that of other counts of the same room
   */
  record Count(RoomPresence presence, long version) {}

  private record Question(RoomId room, UserId viewer) {}

  /**
   * Asks the owner of the room, who counts for this viewer from here on for as long as the entry in
   * the store is renewed.
   *
   * @throws RoomUnavailableException when nobody has answered in time, or too many wait
   */
  Count ask(RoomId room, UserId viewer) throws RoomUnavailableException, InterruptedException {
    Question question = new Question(room, viewer);
    Waiter answer = new Waiter();
    if (waiting.size() >= atOnce) {
      bounds.refused(ClientBound.ROOM_COUNTS_AT_ONCE_PER_GATEWAY);
      throw new RoomUnavailableException("too many rooms are being counted");
    }
    waiting.compute(
        question,
        (key, before) -> {
          List<Waiter> all = new ArrayList<>(before == null ? List.of() : before);
          all.add(answer);
          return all;
        });
    try {
      return await(question, answer);
    } finally {
      answer.leave();
      waiting.computeIfPresent(
          question,
          (key, all) -> {
            List<Waiter> left = new ArrayList<>(all);
            left.removeIf(Waiter::isDone);
            return left.isEmpty() ? null : left;
          });
    }
  }

  private Count await(Question question, Waiter answer)
      throws RoomUnavailableException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    while (true) {
      try {
        answer.asked(watches.ask(question.room(), self, question.viewer()));
      } catch (StoreUnavailableException e) {
        throw new RoomUnavailableException("rooms cannot be counted right now");
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new RoomUnavailableException("the room cannot be counted right now");
      }
      try {
        return answer.get(Math.min(left, ASK_AGAIN_MILLIS));
      } catch (TimeoutException e) {
        // Asked again, as long as there is patience.
      } catch (ExecutionException e) {
        throw new IllegalStateException("an answer never fails", e);
      }
    }
  }

  /** A delivery came. */
  public void deliver(Delivery delivery, byte[] value, FlushBatch batch) {
    RoomId room = new RoomId(delivery.subject().value());
    Map<UserId, List<Subscription>> local = new java.util.HashMap<>();
    for (Subscription one : subscriptions.of(room)) {
      local.computeIfAbsent(one.viewer(), key -> new ArrayList<>(1)).add(one);
    }
    for (RoomFrames.Line line : RoomFrames.unpack(value)) {
      for (UserId viewer : line.viewers()) {
        answer(new Question(room, viewer), line.frame(), delivery.version());
        for (Subscription one : local.getOrDefault(viewer, List.of())) {
          if (one.state() == Subscription.State.COUNTED) {
            var _ =
                one.tell(
                    delivery.version(), () -> batch.add(one.session.channel(), room, line.frame()));
          }
        }
      }
    }
  }

  private void answer(Question question, byte[] frame, long version) {
    List<Waiter> who = waiting.get(question);
    if (who != null) {
      Count count = new Count(presence(frame), version);
      who.forEach(one -> one.offer(count));
    }
  }

  private RoomPresence presence(byte[] frame) {
    try {
      return Objects.requireNonNull(json.readValue(frame, AggregatedFrame.class)).data();
    } catch (IOException e) {
      throw new UncheckedIOException("a delivered count of a room cannot be read", e);
    }
  }

  /** What of a {@code presence_aggregated} is read. */
  @Serdeable
  record AggregatedFrame(RoomPresence data) {}
}
