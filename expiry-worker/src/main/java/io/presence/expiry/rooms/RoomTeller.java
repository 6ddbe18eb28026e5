package io.presence.expiry.rooms;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Delivery;
import io.presence.contracts.Frames;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomFrames;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.UserId;
import io.presence.stream.DeliveryPublisher;
import io.presence.stream.Settlement;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts a room for its viewers and sends each gateway what its viewers are told. Viewers who are
 * told the same share one encoded frame. A delivery that Kafka does not take is not repeated: the
 * next tick says it anew, and whoever has asked asks again.
 */
@Singleton
final class RoomTeller {
  /** Of one record; Kafka takes 1 MiB. */
  private static final int LARGEST_RECORD = 700_000;

  private final DeliveryPublisher deliveries;
  private final ObjectMapper json;
  private final RoomMetrics metrics;

  RoomTeller(DeliveryPublisher deliveries, ObjectMapper json, RoomMetrics metrics) {
    this.deliveries = deliveries;
    this.json = json;
    this.metrics = metrics;
  }

  /**
   * @param asOf epoch milliseconds of the store: everything told is at least as new
   * @param outsiders whether those are told, too, who are not in the room
   */
  void tell(WatchedRoom room, Map<GatewayId, Set<UserId>> viewers, long asOf, boolean outsiders) {
    Map<RoomPresence, byte[]> frames = new HashMap<>();
    viewers.forEach((gateway, here) -> {
      Map<RoomPresence, List<UserId>> told = new HashMap<>();
      for (UserId viewer : here) {
        RoomPicture.View view = room.view(viewer);
        if (outsiders || view.isMember()) {
          told.computeIfAbsent(room.picture().seenBy(view), key -> new ArrayList<>()).add(viewer);
        }
      }
      List<RoomFrames.Line> lines = new ArrayList<>(told.size());
      told.forEach((presence, who) ->
          lines.add(new RoomFrames.Line(who, frames.computeIfAbsent(presence, this::encode))));
      publish(room.room, gateway, lines, asOf);
    });
    metrics.told(frames.size());
  }

  private void publish(RoomId room, GatewayId gateway, List<RoomFrames.Line> lines, long asOf) {
    Delivery delivery =
        new Delivery(gateway, Delivery.Kind.ROOM, new UserId(room.value()), asOf, List.of(), null);
    for (byte[] value : RoomFrames.pack(lines, LARGEST_RECORD)) {
      deliveries.publish(delivery, value, Settlement.IGNORED);
    }
  }

  private byte[] encode(RoomPresence presence) {
    try {
      return json.writeValueAsBytes(
          Frames.Outbound.of(Frames.Server.PRESENCE_AGGREGATED, presence));
    } catch (IOException e) {
      throw new UncheckedIOException("a frame must always be writable", e);
    }
  }
}
