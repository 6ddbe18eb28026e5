package io.presence.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.DeviceType;
import io.presence.contracts.LastSeenApprox;
import io.presence.contracts.PresenceView;
import io.presence.contracts.UserId;
import io.presence.contracts.VisibleStatus;
import io.presence.contracts.WireTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static PresenceView view(
      VisibleStatus status,
      @Nullable Long lastSeen,
      @Nullable String message,
      List<DeviceType> types,
      boolean live) {
    return new PresenceView(
        new UserId("a"),
        status,
        lastSeen == null ? null : new WireTime(lastSeen),
        null,
        message,
        types,
        7,
        live);
  }

  @Test
  void everyPartThatAViewerSeesCounts() {
    Set<Long> all = new HashSet<>();
    int views = 0;
    for (VisibleStatus status : VisibleStatus.values()) {
      boolean offline = status == VisibleStatus.OFFLINE;
      for (@Nullable Long lastSeen :
          offline ? new @Nullable Long[] {null, 0L, 1L, 1_000L} : new @Nullable Long[] {null, 1L}) {
        for (@Nullable String message : new @Nullable String[] {null, "", "a", "b", "ab", "ba"}) {
          for (List<DeviceType> types :
              List.of(
                  List.<DeviceType>of(),
                  List.of(DeviceType.WEB),
                  List.of(DeviceType.MOBILE),
                  List.of(DeviceType.MOBILE, DeviceType.WEB))) {
            for (boolean live : new boolean[] {true, false}) {
              all.add(Projection.of(view(status, lastSeen, message, types, live)));
              views++;
            }
          }
        }
      }
    }
    assertThat(all).hasSize(views);
  }

  @Test
  void theVersionAndTheLastSeenOfSomebodyWhoIsThereDoNotCount() {
    PresenceView online = view(VisibleStatus.ONLINE, 1L, "m", List.of(DeviceType.WEB), true);
    PresenceView later = view(VisibleStatus.ONLINE, 2L, "m", List.of(DeviceType.WEB), true);
    assertThat(Projection.of(online)).isEqualTo(Projection.of(later.withVersion(99)));
  }

  @Test
  void anApproximationCountsWhileOffline() {
    assertThat(about(VisibleStatus.OFFLINE, LastSeenApprox.RECENTLY))
        .isNotEqualTo(about(VisibleStatus.OFFLINE, null))
        .isNotEqualTo(about(VisibleStatus.OFFLINE, LastSeenApprox.WITHIN_WEEK));
    assertThat(about(VisibleStatus.ONLINE, LastSeenApprox.RECENTLY))
        .as("that it may be seen counts, which it is does not")
        .isEqualTo(about(VisibleStatus.ONLINE, LastSeenApprox.WITHIN_WEEK))
        .isNotEqualTo(about(VisibleStatus.ONLINE, null));
  }

  private static long about(VisibleStatus status, @Nullable LastSeenApprox about) {
    return Projection.of(
        new PresenceView(new UserId("a"), status, null, about, null, List.of(), 7, true));
  }
}
