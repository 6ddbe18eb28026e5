package io.presence.expiry.fanout;

import io.presence.contracts.Cause;
import io.presence.contracts.Delivery;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.store.StoreSettings;
import io.presence.stream.DeliveryPublisher;
import io.presence.stream.Receipts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to tell a batch of news: audiences, whereabouts, deliveries, and Kafka's word for
 * them. Used by one thread at a time, which it blocks.
 */
@Singleton
final class FanOut {
  /** Longer than the producer takes to give a record up. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  private final Audiences audiences;
  private final ViewerLocator locator;
  private final FrameEncoder frames;
  private final DeliveryPublisher deliveries;
  private final int viewersPerDelivery;
  private final long ttlMillis;

  FanOut(
      Audiences audiences,
      ViewerLocator locator,
      FrameEncoder frames,
      DeliveryPublisher deliveries,
      FanOutSettings settings,
      StoreSettings store) {
    ttlMillis = store.ttl().toMillis();
    this.audiences = audiences;
    this.locator = locator;
    this.frames = frames;
    this.deliveries = deliveries;
    this.viewersPerDelivery = settings.viewersPerDelivery();
  }

  /**
   * @param todo read from Kafka before this call
   * @return what could not be told yet, to be tried again
   * @throws io.presence.store.StoreUnavailableException when nothing could be told
   */
  List<News> tell(List<News> todo) throws InterruptedException {
    Map<UserId, AudienceOf> known =
        audiences.of(todo.stream().filter(News::forViewers).map(News::userId).toList());
    ViewerLocator.Whereabouts whereabouts = locator.locate(concerned(todo, known));

    Receipts receipts = new Receipts();
    List<News> left = new ArrayList<>();
    for (News news : todo) {
      if (news.forSelf()) {
        tellSelf(news, whereabouts, receipts);
      }
      if (news.forViewers()) {
        AudienceOf audience = known.get(news.userId());
        if (audience == null) {
          left.add(news.withoutSelf());
        } else {
          // The place for audiences too large to be pushed (PRESENCE_PUSH_LIMIT).
          tellClass(news.newest(), Sight.FULL, audience.full(), whereabouts, receipts);
          tellClass(news.newest(), Sight.STATUS_ONLY, audience.statusOnly(), whereabouts, receipts);
          tellClass(
              news.newest(), Sight.APPROXIMATE, audience.approximate(), whereabouts, receipts);
        }
      }
    }
    return receipts.allAcknowledged(SETTLE_LIMIT) ? left : todo;
  }

  private static Set<UserId> concerned(List<News> todo, Map<UserId, AudienceOf> known) {
    Set<UserId> concerned = new HashSet<>();
    todo.stream().filter(News::forSelf).map(News::userId).forEach(concerned::add);
    for (AudienceOf audience : known.values()) {
      concerned.addAll(audience.full());
      concerned.addAll(audience.statusOnly());
      concerned.addAll(audience.approximate());
    }
    return concerned;
  }

  private void tellSelf(News news, ViewerLocator.Whereabouts whereabouts, Receipts receipts) {
    byte @Nullable [] frame = null;
    for (var gateway : whereabouts.of(List.of(news.userId())).keySet()) {
      frame = frame == null ? frames.meUpdated(news.newest()) : frame;
      deliveries.publish(
          new Delivery(
              gateway,
              Delivery.Kind.ME,
              news.userId(),
              news.newest().version(),
              List.of(news.userId()),
              news.toldSession()),
          frame,
          receipts.expect());
    }
  }

  private void tellClass(
      PresenceChanged change,
      Sight sight,
      List<UserId> viewers,
      ViewerLocator.Whereabouts whereabouts,
      Receipts receipts) {
    byte @Nullable [] frame = null;
    for (var addressed : whereabouts.of(viewers).entrySet()) {
      frame = frame == null ? frames.presenceUpdated(change, sight) : frame;
      List<UserId> here = addressed.getValue();
      for (int from = 0; from < here.size(); from += viewersPerDelivery) {
        deliveries.publish(
            new Delivery(
                addressed.getKey(),
                Delivery.Kind.PRESENCE,
                change.userId(),
                change.version(),
                here.subList(from, Math.min(from + viewersPerDelivery, here.size())),
                null,
                change.before() == null,
                deadline(change)),
            frame,
            receipts.expect());
      }
    }
  }

  /** When whoever lapsed had to count as gone: a TTL after they were last heard. */
  private @Nullable Long deadline(PresenceChanged change) {
    boolean lapsed = change.cause() == Cause.LAPSED && change.state().status() == Status.OFFLINE;
    return lapsed ? change.state().lastSeen() + ttlMillis : null;
  }
}
