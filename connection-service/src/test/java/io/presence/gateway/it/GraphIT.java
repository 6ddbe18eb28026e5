package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.tree.JsonNode;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may see whom changes while viewers are live; and services that do not answer. */
@Timeout(60)
class GraphIT {
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway = Gateway.start(Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");

  /** Whatever was caused before has been told once this has. */
  private void settle(Client client, UserId viewer) throws Exception {
    UserId marker = Gateway.someone("marker");
    gateway.peers.befriend(viewer, marker);
    gateway.graphChanged(marker, viewer);
    assertThat(Client.text(client.await("presence_updated").get("data"), "user_id"))
        .isEqualTo(marker.value());
  }

  @Test
  void aBlockHidesBothWaysAtOnceAndItsEndShowsAgain() throws Exception {
    gateway.peers.befriend(ann, bob);
    Client anns = gateway.connect(ann);
    Client bobs = Client.open(gateway.socket(""), Gateway.token(bob, 60));
    bobs.await("authenticated");
    long before = bobs.awaitSnapshot().getFirst().get("version").getLongValue();
    gateway.peers.see(ann, bob, Sight.NONE);
    gateway.peers.see(bob, ann, Sight.NONE);
    gateway.graphChanged(ann, bob);
    JsonNode hidden = bobs.await("presence_updated").get("data");
    assertThat(Client.text(hidden, "user_id")).isEqualTo(ann.value());
    assertThat(Client.text(hidden, "status")).isEqualTo("offline");
    assertThat(hidden.get("last_seen").isNull()).isTrue();
    assertThat(Client.text(hidden, "live")).isEqualTo("true");
    assertThat(hidden.get("version").getLongValue()).isGreaterThan(before);
    // Ann was told that Bob is offline (he came after her snapshot, nobody pushed): no difference
    // but his last seen, of which there was none.
    settle(anns, ann);
    gateway.peers.see(bob, ann, Sight.FULL);
    gateway.graphChanged(ann, bob);
    JsonNode shown = bobs.await("presence_updated").get("data");
    assertThat(Client.text(shown, "status")).isEqualTo("online");
    assertThat(shown.get("version").getLongValue())
        .isGreaterThan(hidden.get("version").getLongValue());
  }

  @Test
  void aChangeThatMakesNoDifferenceToTheViewerIsNotNoticed() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.peers.see(ann, bob, Sight.NONE);
    gateway.connect(bob);
    Client client = gateway.connect(ann);
    gateway.graphChanged(bob, ann);
    gateway.graphChanged(bob, null);
    settle(client, ann);
  }

  @Test
  void aHiddenLastSeenHidesOnlyThatAlsoAfterAPush() throws Exception {
    gateway.peers.befriend(ann, bob);
    Client client = gateway.connect(ann);
    long version = System.currentTimeMillis();
    gateway.peers.lastSeen.put(bob, new LastSeen(bob, 1_000, 1, HandSet.NOTHING));
    gateway.push(
        Visibility.view(
            bob,
            Sight.FULL,
            new PersonState(Status.OFFLINE, null, List.of(), 1_000),
            version,
            true),
        ann);
    client.await("presence_updated");
    // The push says what a look says: nothing to correct.
    gateway.graphChanged(bob, null);
    settle(client, ann);
    gateway.peers.see(ann, bob, Sight.STATUS_ONLY);
    gateway.graphChanged(bob, null);
    JsonNode corrected = client.await("presence_updated").get("data");
    assertThat(corrected.get("last_seen").isNull()).isTrue();
    assertThat(corrected.get("version").getLongValue()).isGreaterThan(version);
  }

  @Test
  void aNewContactIsWatchedAndARemovedOneIsNot() throws Exception {
    Client client = gateway.connect(ann);
    gateway.connect(bob, "?device_type=desktop");
    gateway.peers.befriend(ann, bob);
    gateway.graphChanged(ann, bob);
    JsonNode added = client.await("presence_updated").get("data");
    assertThat(Client.text(added, "status")).isEqualTo("online");
    assertThat(added.get("device_types").get(0).getStringValue())
        .isEqualTo(DeviceType.DESKTOP.word());
    gateway.peers.unfriend(ann, bob);
    gateway.graphChanged(ann, null);
    JsonNode removed = client.await("presence_updated").get("data");
    assertThat(Client.text(removed, "status")).isEqualTo("offline");
    assertThat(Client.text(removed, "live")).isEqualTo("false");
    gateway.graphChanged(ann, bob);
    settle(client, ann);
  }

  @Test
  void whatNeedsAServiceThatDoesNotAnswerIsUnavailable() throws Exception {
    Client client = gateway.connect(ann);
    gateway.peers.see(ann, bob, Sight.FULL);
    for (String path : List.of(Peers.SIGHTS, Peers.LAST_SEEN)) {
      gateway.peers.down.put(path, true);
      JsonNode error = client.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob));
      assertThat(Client.code(error)).as(path).isEqualTo("unavailable");
      assertThat(error.get("data").get("retry_after_ms").getLongValue()).isPositive();
      gateway.peers.down.clear();
    }
    JsonNode answer = client.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob));
    assertThat(Client.text(answer, "event")).isEqualTo("presence_info");
  }

  @Test
  void aSnapshotWaitsForWhoDoesNotAnswerAndHoldsUpNobodyElse() throws Exception {
    UserId known = Gateway.someone("known");
    gateway.connect(known);
    gateway.peers.befriend(ann, bob);
    gateway.peers.befriend(ann, known);
    gateway.peers.lastSeen.put(bob, new LastSeen(bob, 1_000, 1, HandSet.NOTHING));
    gateway.peers.down.put(Peers.LAST_SEEN, true);
    Client client = Client.open(gateway.socket(""), Gateway.token(ann, 60));
    client.await("authenticated");
    JsonNode first = client.await("presence_info");
    assertThat(first.get("last")).isNull();
    assertThat(first.get("data").size()).isEqualTo(1);
    assertThat(Client.text(first.get("data").get(0), "user_id")).isEqualTo(known.value());
    assertThat(Client.code(client.await("error"))).isEqualTo("unavailable");
    gateway.peers.down.clear();
    JsonNode last = client.await("presence_info");
    assertThat(last.get("last").getBooleanValue()).isTrue();
    assertThat(Client.text(last.get("data").get(0), "last_seen"))
        .isEqualTo("1970-01-01T00:00:01.000Z");
  }
}
