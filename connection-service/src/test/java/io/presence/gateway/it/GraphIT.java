package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(client.await("presence_updated").get("data").text("user_id"))
        .isEqualTo(marker.value());
  }

  @Test
  void aBlockHidesBothWaysAtOnceAndItsEndShowsAgain() throws Exception {
    gateway.peers.befriend(ann, bob);
    Client anns = gateway.connect(ann);
    Client bobs = Client.open(gateway.socket(""), Gateway.token(bob, 60));
    bobs.await("authenticated");
    long before = bobs.awaitSnapshot().getFirst().get("version").number();
    gateway.peers.see(ann, bob, Sight.NONE);
    gateway.peers.see(bob, ann, Sight.NONE);
    gateway.graphChanged(ann, bob);
    Node hidden = bobs.await("presence_updated").get("data");
    assertThat(hidden.text("user_id")).isEqualTo(ann.value());
    assertThat(hidden.text("status")).isEqualTo("offline");
    assertThat(hidden.get("last_seen").isNull()).isTrue();
    assertThat(hidden.text("live")).isEqualTo("true");
    assertThat(hidden.get("version").number()).isGreaterThan(before);
    // Ann was told that Bob is offline (he came after her snapshot, nobody pushed): no difference
    // but his last seen, of which there was none.
    settle(anns, ann);
    gateway.peers.see(bob, ann, Sight.FULL);
    gateway.graphChanged(ann, bob);
    Node shown = bobs.await("presence_updated").get("data");
    assertThat(shown.text("status")).isEqualTo("online");
    assertThat(shown.get("version").number()).isGreaterThan(hidden.get("version").number());
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
    Node corrected = client.await("presence_updated").get("data");
    assertThat(corrected.get("last_seen").isNull()).isTrue();
    assertThat(corrected.get("version").number()).isGreaterThan(version);
  }

  /** Also of somebody who is there, whose next change may be long in coming. */
  @Test
  void theLastSeenOfSomebodyOnlineIsShownAndHiddenAsItChanges() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.peers.see(ann, bob, Sight.STATUS_ONLY);
    Client subject = gateway.connect(bob);
    Client client = gateway.connect(ann);
    gateway.peers.see(ann, bob, Sight.FULL);
    gateway.graphChanged(bob, null);
    Node shown = client.await("presence_updated").get("data");
    assertThat(shown.text("status")).isEqualTo("online");
    assertThat(shown.get("last_seen").isNull()).isFalse();
    gateway.peers.see(ann, bob, Sight.STATUS_ONLY);
    gateway.graphChanged(bob, null);
    Node hidden = client.await("presence_updated").get("data");
    assertThat(hidden.get("last_seen").isNull()).isTrue();
    subject.goodbye();
  }

  @Test
  void aNewContactIsWatchedAndARemovedOneIsNot() throws Exception {
    Client client = gateway.connect(ann);
    gateway.connect(bob, "?device_type=desktop");
    gateway.peers.befriend(ann, bob);
    gateway.graphChanged(ann, bob);
    Node added = client.await("presence_updated").get("data");
    assertThat(added.text("status")).isEqualTo("online");
    assertThat(added.get("device_types").get(0).text()).isEqualTo(DeviceType.DESKTOP.word());
    gateway.peers.unfriend(ann, bob);
    gateway.graphChanged(ann, null);
    Node removed = client.await("presence_updated").get("data");
    assertThat(removed.text("status")).isEqualTo("offline");
    assertThat(removed.text("live")).isEqualTo("false");
    gateway.graphChanged(ann, bob);
    settle(client, ann);
  }

  @Test
  void whatNeedsAServiceThatDoesNotAnswerIsUnavailable() throws Exception {
    Client client = gateway.connect(ann);
    gateway.peers.see(ann, bob, Sight.FULL);
    for (String path : List.of(Peers.SIGHTS, Peers.LAST_SEEN)) {
      gateway.peers.down.put(path, true);
      Node error = client.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob));
      assertThat(error.code()).as(path).isEqualTo("unavailable");
      assertThat(error.get("data").get("retry_after_ms").number()).isPositive();
      gateway.peers.down.clear();
    }
    Node answer = client.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob));
    assertThat(answer.text("event")).isEqualTo("presence_info");
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
    Node first = client.await("presence_info");
    assertThat(first.has("last")).isFalse();
    assertThat(first.get("data").size()).isEqualTo(1);
    assertThat(first.get("data").get(0).text("user_id")).isEqualTo(known.value());
    assertThat(client.await("error").code()).isEqualTo("unavailable");
    gateway.peers.down.clear();
    Node last = client.await("presence_info");
    assertThat(last.get("last").flag()).isTrue();
    assertThat(last.get("data").get(0).text("last_seen")).isEqualTo("1970-01-01T00:00:01.000Z");
  }
}
