package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.presence.contracts.Delivery;
import io.presence.contracts.DeviceType;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snapshots, pushes, and what a client asks for. */
@Timeout(60)
class TellingIT {
  private final Gateway gateway = Gateway.shared();
  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");

  /** A moment that is after everything that was read so far. */
  private static long later() {
    return System.currentTimeMillis() + 60_000;
  }

  private static PresenceView view(UserId subject, Status status, long version) {
    List<DeviceType> types = status == Status.OFFLINE ? List.of() : List.of(DeviceType.WEB);
    return Visibility.view(
        subject, Sight.FULL, new PersonState(status, null, types, 1_000), version, true);
  }

  @Test
  void theSnapshotTellsOfContactsWhatTheViewerMaySee() throws Exception {
    UserId hidden = Gateway.someone("hidden");
    UserId gone = Gateway.someone("gone");
    UserId never = Gateway.someone("never");
    for (UserId contact : List.of(bob, hidden, gone, never)) {
      gateway.peers.befriend(ann, contact);
    }
    gateway.peers.see(ann, hidden, Sight.NONE);
    gateway.peers.lastSeen.put(gone, new LastSeen(gone, 1_700_000_000_000L, 1, HandSet.NOTHING));
    gateway.connect(bob, "?device_type=mobile");
    gateway.connect(hidden);

    Client client = Client.open(gateway.socket(""), Gateway.token(ann, 60));
    client.await("authenticated");
    List<Node> items = client.awaitSnapshot();
    assertThat(items).hasSize(4);
    Node ofBob = item(items, bob);
    assertThat(ofBob.text("status")).isEqualTo("online");
    assertThat(ofBob.text("live")).isEqualTo("true");
    assertThat(ofBob.get("device_types").get(0).text()).isEqualTo("mobile");
    Node ofHidden = item(items, hidden);
    assertThat(ofHidden.text("status")).isEqualTo("offline");
    assertThat(ofHidden.get("last_seen").isNull()).isTrue();
    assertThat(ofHidden.get("device_types").size()).isZero();
    assertThat(item(items, gone).text("last_seen")).isEqualTo("2023-11-14T22:13:20.000Z");
    assertThat(item(items, never).get("last_seen").isNull()).isTrue();
  }

  private static Node item(List<Node> items, UserId subject) {
    return items.stream()
        .filter(item -> item.text("user_id").equals(subject.value()))
        .findAny()
        .orElseThrow();
  }

  @Test
  void aLargeSnapshotComesInFramesOfAtMost500() throws Exception {
    for (int i = 0; i < 501; i++) {
      gateway.peers.befriend(ann, new UserId("%s-%03d".formatted(bob, i)));
    }
    Client client = Client.open(gateway.socket(""), Gateway.token(ann, 60));
    client.await("authenticated");
    Node first = client.await("presence_info");
    assertThat(first.get("data").size()).isEqualTo(500);
    assertThat(first.has("last")).isFalse();
    Node second = client.await("presence_info");
    assertThat(second.get("data").size()).isEqualTo(1);
    assertThat(second.get("last").flag()).isTrue();
    assertThat(client.frames).isEmpty();
  }

  @Test
  void aPushReachesTheViewersWhoAreHereAndOnlyIfItIsNewer() throws Exception {
    gateway.peers.befriend(ann, bob);
    Client client = gateway.connect(ann);
    Client other = gateway.connect(Gateway.someone("eve"));
    long version = later();
    gateway.push(view(bob, Status.ONLINE, version), ann, Gateway.someone("elsewhere"));
    gateway.push(view(bob, Status.OFFLINE, version - 1), ann);
    gateway.push(view(bob, Status.OFFLINE, version), ann);
    gateway.push(view(bob, Status.BUSY, version + 1), ann);
    assertThat(client.await("presence_updated").get("data").text("status")).isEqualTo("online");
    Node last = client.await("presence_updated").get("data");
    assertThat(last.text("status")).isEqualTo("busy");
    assertThat(last.text("version")).isEqualTo(Long.toString(version + 1));
    assertThat(client.frames).isEmpty();
    assertThat(other.frames).isEmpty();
  }

  @Test
  void allSocketsOfAViewerAreTold() throws Exception {
    gateway.peers.befriend(ann, bob);
    Client one = gateway.connect(ann);
    Client two = gateway.connect(ann);
    gateway.push(view(bob, Status.ONLINE, later()), ann);
    one.await("presence_updated");
    two.await("presence_updated");
  }

  @Test
  void theOwnStatusReachesTheOtherSocketsInOrder() throws Exception {
    Client one = gateway.connect(ann);
    Client two = gateway.connect(ann);
    String frame = "{\"event\":\"me_updated\",\"data\":{\"status\":\"%s\"}}";
    long version = later();
    SessionId causing = sessionOf(one);
    gateway.deliver(
        Delivery.Kind.ME,
        ann,
        version,
        List.of(),
        causing,
        frame.formatted("busy").getBytes(StandardCharsets.UTF_8));
    gateway.deliver(
        Delivery.Kind.ME,
        ann,
        version - 1,
        List.of(),
        null,
        frame.formatted("old").getBytes(StandardCharsets.UTF_8));
    gateway.deliver(
        Delivery.Kind.ME,
        ann,
        version + 1,
        List.of(),
        null,
        frame.formatted("away").getBytes(StandardCharsets.UTF_8));
    assertThat(two.await("me_updated").get("data").text("status")).isEqualTo("busy");
    assertThat(two.await("me_updated").get("data").text("status")).isEqualTo("away");
    // The one that caused the first change was told of it in the answer, and so of nothing older.
    assertThat(one.await("me_updated").get("data").text("status")).isEqualTo("away");
    Node again =
        two.ask("t", "authenticate", "{\"token\":\"%s\"}".formatted(Gateway.token(ann, 60)));
    assertThat(again.get("data").get("me").text("status")).isEqualTo("away");
  }

  private SessionId sessionOf(Client client) throws Exception {
    Node greeting =
        client.ask("s", "authenticate", "{\"token\":\"%s\"}".formatted(Gateway.token(ann, 60)));
    return new SessionId(greeting.get("data").text("session_id"));
  }

  @Test
  void anEvictedSessionIsClosed() throws Exception {
    Client one = gateway.connect(ann);
    Client two = gateway.connect(ann);
    gateway.deliver(Delivery.Kind.EVICT, ann, 1, List.of(), sessionOf(one), new byte[0]);
    assertThat(one.awaitClose()).isEqualTo(4409);
    assertThat(two.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void anAdministratorEndsOneSessionOrAllOfThem() throws Exception {
    Client one = gateway.connect(ann);
    Client two = gateway.connect(ann);
    Client three = gateway.connect(ann);
    Client bobs = gateway.connect(bob);
    gateway.deliver(Delivery.Kind.EXPEL, ann, 0, List.of(), sessionOf(one), new byte[0]);
    assertThat(one.awaitClose()).isEqualTo(4410);
    assertThat(two.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
    gateway.deliver(Delivery.Kind.EXPEL, ann, 0, List.of(), null, new byte[0]);
    assertThat(two.awaitClose()).isEqualTo(4410);
    assertThat(three.awaitClose()).isEqualTo(4410);
    assertThat(bobs.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
    // The store knows already: nothing is reported, and nothing begins again.
    assertThat(gateway.peers.reports(SessionReport.Lost.class, ann)).isEmpty();
  }

  @Test
  void getPresenceAnswersInTheOrderAskedAndEachOnce() throws Exception {
    UserId eve = Gateway.someone("eve");
    gateway.peers.befriend(ann, bob);
    gateway.peers.see(ann, eve, Sight.FULL);
    gateway.connect(eve);
    Client client = gateway.connect(ann);
    Node answer =
        client.ask(
            "g",
            "get_presence",
            "{\"user_ids\":[\"%s\",\"%s\",\"%s\",\"nobody\"]}".formatted(eve, bob, eve));
    assertThat(answer.text("event")).isEqualTo("presence_info");
    Node data = answer.get("data");
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.get(0).text("status")).isEqualTo("online");
    assertThat(data.get(0).text("live")).isEqualTo("false");
    assertThat(data.get(1).text("live")).isEqualTo("true");
    assertThat(data.get(2).text("status")).isEqualTo("offline");
  }

  @Test
  void hiddenBlockedAndUnknownLookAlike() throws Exception {
    UserId online = Gateway.someone("hidden");
    gateway.connect(online);
    gateway.peers.lastSeen.put(bob, new LastSeen(bob, 5, 1, HandSet.NOTHING));
    Client client = gateway.connect(ann);
    Node data =
        client
            .ask(
                "g",
                "get_presence",
                "{\"user_ids\":[\"%s\",\"%s\",\"nobody\"]}".formatted(online, bob))
            .get("data");
    assertThat(data.get(0).get("status").text()).isEqualTo("offline");
    for (int i = 0; i < 3; i++) {
      Node item = data.get(i);
      assertThat(item.get("last_seen").isNull()).isTrue();
      assertThat(item.get("device_types").size()).isZero();
      assertThat(item.has("custom_message")).isFalse();
      assertThat(item.size()).isEqualTo(6);
    }
  }

  @Test
  void aSessionOfSubscriptionsIsToldOnlyOfThose() throws Exception {
    UserId eve = Gateway.someone("eve");
    UserId stranger = Gateway.someone("stranger");
    gateway.peers.befriend(ann, bob);
    gateway.peers.befriend(ann, eve);
    gateway.peers.see(ann, stranger, Sight.FULL);
    Client client = gateway.connect(ann, "?watch=subscriptions");
    Node answer =
        client.ask(
            "s", "subscribe_presence", "{\"user_ids\":[\"%s\",\"%s\"]}".formatted(bob, stranger));
    assertThat(answer.get("data").get(0).text("live")).isEqualTo("true");
    assertThat(answer.get("data").get(1).text("live")).isEqualTo("true");
    long version = later();
    gateway.push(view(eve, Status.ONLINE, version), ann);
    gateway.push(view(bob, Status.ONLINE, version), ann);
    assertThat(client.await("presence_updated").get("data").text("user_id")).isEqualTo(bob.value());
    assertThat(
            client
                .ask("u", "unsubscribe_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob))
                .text("event"))
        .isEqualTo("ack");
    gateway.push(view(bob, Status.BUSY, version + 1), ann);
    Node looked =
        client.ask("g", "get_presence", "{\"user_ids\":[\"%s\"]}".formatted(bob)).get("data");
    assertThat(looked.get(0).text("live")).isEqualTo("false");
    assertThat(client.frames).isEmpty();
  }
}
