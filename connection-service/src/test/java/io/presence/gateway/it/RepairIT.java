package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.PresenceView;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.StatusEdit;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What is true reaches viewers also when no delivery does. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepairIT {
  private static final long SYNC_MILLIS = 1_000;
  private Gateway gateway;
  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");

  @BeforeAll
  void start() {
    gateway = Gateway.start(Map.of("presence.sync-interval-ms", SYNC_MILLIS));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /** A change that nobody announces. */
  private PresenceChanged set(UserId user, Status status) {
    PresenceStore store = gateway.bean(PresenceStore.class);
    SessionId session = store.reader().inspect(user).sessions().getFirst().session();
    StatusEdit edit = new StatusEdit(status, null, StatusEdit.Message.KEEP, null);
    Applied applied =
        store
            .sessions()
            .apply(
                List.of(new SessionReport.StatusSet(user, session, edit)),
                Map.of(user, Sessions.nothingKept(user)))
            .getFirst();
    return Objects.requireNonNull(((Applied.Done) applied).change());
  }

  private double mismatches() {
    return gateway.bean(MeterRegistry.class).get("presence.repair.mismatches").counter().count();
  }

  @Test
  void aViewerIsRightWithinTheSyncIntervalAlthoughEveryDeliveryIsLost() throws Exception {
    UserId viewer = Gateway.someone("viewer");
    UserId stranger = Gateway.someone("stranger");
    gateway.peers.befriend(viewer, ann);
    gateway.peers.befriend(stranger, ann);
    gateway.peers.see(stranger, ann, Sight.NONE);
    Client watching = gateway.connect(viewer);
    Client hidden = gateway.connect(stranger);
    gateway.connect(ann);
    assertThat(watching.await("presence_updated").get("data").text("status")).isEqualTo("online");
    double before = mismatches();
    long version = set(ann, Status.BUSY).version();
    long changed = System.nanoTime();
    Node update = watching.await("presence_updated").get("data");
    assertThat(update.text("status")).isEqualTo("busy");
    assertThat(update.get("version").number()).isGreaterThanOrEqualTo(version);
    // What else this machine does must not decide it: some rounds at most.
    assertThat(Duration.ofNanos(System.nanoTime() - changed))
        .isLessThan(Duration.ofMillis(5 * SYNC_MILLIS));
    await().atMost(Duration.ofSeconds(5)).until(() -> mismatches() > before);
    assertThat(hidden.frames).as("who may see nothing notices nothing").isEmpty();
    assertThat(health()).contains("\"presence\"", "\"repair_mismatches\"", "\"live\"");
  }

  @Test
  void whoWasToldInTimeIsNotToldAgain() throws Exception {
    UserId viewer = Gateway.someone("viewer");
    gateway.peers.befriend(viewer, bob);
    gateway.connect(bob);
    Client watching = gateway.connect(viewer);
    PresenceChanged change = set(bob, Status.BUSY);
    PresenceView view = Visibility.view(bob, Sight.FULL, change.state(), change.version(), true);
    gateway.push(view, viewer);
    assertThat(watching.await("presence_updated").get("data").text("status")).isEqualTo("busy");
    await()
        .during(Duration.ofMillis(3 * SYNC_MILLIS))
        .atMost(Duration.ofSeconds(20))
        .until(watching.frames::isEmpty);
  }

  @Test
  void thePersonsOtherSessionsLearnTheirOwnStatus() throws Exception {
    UserId user = Gateway.someone("user");
    Client one = gateway.connect(user, "?device_id=one");
    set(user, Status.INVISIBLE);
    assertThat(one.await("me_updated").get("data").text("status")).isEqualTo("invisible");
  }

  private String health() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(gateway.http("/health"))
                .header("Authorization", "Bearer " + Gateway.token(ann, 60, "support"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
