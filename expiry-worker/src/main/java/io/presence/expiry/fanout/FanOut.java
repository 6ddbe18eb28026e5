package io.presence.expiry.fanout;

import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.Sight;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.store.Watches;
import io.presence.stream.DeliveryPublisher;
import io.presence.stream.Receipts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to tell a batch of news: audiences, whereabouts, deliveries, and Kafka's word for
 * them. Used by one thread at a time, which it blocks.
 *
 * <p>Beside the audience, gateways with explicit subscribers of the subject are told, once for each
 * change: they know who of those may see it. Of people whose audience is too large to be pushed to
 * ({@code PRESENCE_PUSH_LIMIT}, by friend-graph-service's word) only these gateways are told.
 */
@Singleton
final class FanOut {
  /** Longer than the producer takes to give a record up. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);

  private final Tellings tellings;
  private final Watches watches;
  private final ViewerLocator locator;
  private final FrameEncoder frames;
  private final DeliveryPublisher deliveries;
  private final FanOutMetrics metrics;
  private final FanOutTraces traces;
  private final int viewersPerDelivery;
  private final long ttlMillis;

  FanOut(
      Tellings tellings,
      PresenceStore store,
      ViewerLocator locator,
      FrameEncoder frames,
      DeliveryPublisher deliveries,
      FanOutMetrics metrics,
      FanOutTraces traces,
      FanOutSettings settings,
      StoreSettings timing) {
    ttlMillis = timing.ttl().toMillis();
    this.tellings = tellings;
    this.watches = store.watches();
    this.metrics = metrics;
    this.traces = traces;
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
    Tellings.Found found =
        tellings.of(todo.stream().map(News::seen).filter(Objects::nonNull).toList());
    // After the changes were committed: who is not found here has yet to read the subject's state.
    Map<UserId, Set<GatewayId>> watching = watches.watching(found.ready().keySet());
    ViewerLocator.Whereabouts whereabouts = locator.locate(concerned(todo, found));

    Receipts receipts = new Receipts();
    List<News> left = new ArrayList<>();
    for (News news : todo) {
      if (news.forSelf()) {
        tellSelf(news, whereabouts, receipts);
      }
      Telling telling = found.ready().get(news.userId());
      if (telling != null) {
        AudienceOf audience = telling.audience();
        metrics.audience(audience.pullOnly());
        tellWatching(telling, watching.getOrDefault(news.userId(), Set.of()), receipts);
        tellClass(telling, Sight.FULL, audience.full(), whereabouts, receipts);
        tellClass(telling, Sight.STATUS_ONLY, audience.statusOnly(), whereabouts, receipts);
        tellClass(telling, Sight.APPROXIMATE, audience.approximate(), whereabouts, receipts);
      } else if (news.seen() != null && !found.moot().contains(news.userId())) {
        left.add(news.withoutSelf());
      }
    }
    return receipts.allAcknowledged(SETTLE_LIMIT) ? left : todo;
  }

  private static Set<UserId> concerned(List<News> todo, Tellings.Found found) {
    Set<UserId> concerned = new HashSet<>();
    todo.stream().filter(News::forSelf).map(News::userId).forEach(concerned::add);
    for (Telling telling : found.ready().values()) {
      AudienceOf audience = telling.audience();
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
          receipts.expect(),
          traces.of(news.newest()));
    }
  }

  private void tellWatching(Telling telling, Set<GatewayId> watching, Receipts receipts) {
    if (watching.isEmpty()) {
      return;
    }
    byte[] state = frames.state(telling);
    for (GatewayId gateway : watching) {
      deliveries.publish(
          new Delivery(
              gateway,
              Delivery.Kind.WATCHED,
              telling.subject(),
              telling.version(),
              List.of(),
              null),
          state,
          receipts.expect(),
          traces.of(telling.change()));
    }
  }

  private void tellClass(
      Telling telling,
      Sight sight,
      List<UserId> viewers,
      ViewerLocator.Whereabouts whereabouts,
      Receipts receipts) {
    byte @Nullable [] frame = null;
    for (var addressed : whereabouts.of(viewers).entrySet()) {
      frame = frame == null ? frames.presenceUpdated(telling, sight) : frame;
      List<UserId> here = addressed.getValue();
      for (int from = 0; from < here.size(); from += viewersPerDelivery) {
        deliveries.publish(
            new Delivery(
                addressed.getKey(),
                Delivery.Kind.PRESENCE,
                telling.subject(),
                telling.version(),
                here.subList(from, Math.min(from + viewersPerDelivery, here.size())),
                null,
                telling.anew(),
                telling.deadline(ttlMillis)),
            frame,
            receipts.expect(),
            traces.of(telling.change()));
      }
    }
  }
}
