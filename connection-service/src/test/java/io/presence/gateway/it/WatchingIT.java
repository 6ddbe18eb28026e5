package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.session.Session;
import io.presence.store.Applied;
import io.presence.store.PresenceStore;
import io.presence.store.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live updates of people whom a session watches explicitly, contacts or not. */
@Timeout(60)
class WatchingIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PersonState BUSY =
      new PersonState(Status.BUSY, "in a call", List.of(DeviceType.WEB), 1_000);
  private static final PersonState GONE = new PersonState(Status.OFFLINE, null, List.of(), 2_000);

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(Map.of("presence.ttl-ms", 3_000, "presence.heartbeat-interval-ms", 1_000));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private final PresenceStore store = gateway.bean(PresenceStore.class);
  private final UserId ann = Gateway.someone("ann");
  private final UserId eve = Gateway.someone("eve");
  private final UserId star = Gateway.someone("star");

  private static long later() {
    return System.currentTimeMillis() + 5_000;
  }

  private static String ids(UserId... users) {
    return "{\"user_ids\":[\"%s\"]}".formatted(String.join("\",\"", words(users)));
  }

  private static List<String> words(UserId... users) {
    return java.util.Arrays.stream(users).map(UserId::value).toList();
  }

  private static Node subscribe(Client client, UserId... users) throws Exception {
    Node answer = client.ask("s", "subscribe_presence", ids(users));
    assertThat(answer.text("event")).as(answer.toString()).isEqualTo("presence_info");
    return answer.get("data");
  }

  private Set<GatewayId> watching(UserId subject) {
    return store.watches().watching(List.of(subject)).getOrDefault(subject, Set.of());
  }

  /** Comes online without anybody being told. */
  private PresenceChanged appear(UserId user) {
    SessionId session = SessionId.random();
    var applied =
        store
            .sessions()
            .apply(
                List.of(
                    new SessionReport.Connected(
                        user,
                        session,
                        new DeviceId(session.value()),
                        DeviceType.MOBILE,
                        null,
                        GatewayId.random(),
                        Watch.CONTACTS)),
                Map.of(user, Sessions.nothingKept(user)));
    return Objects.requireNonNull(((Applied.Done) applied.getFirst()).change());
  }

  private Node updated(Client client) throws Exception {
    Node data = client.await("presence_updated").get("data");
    assertThat(data.text("user_id")).isEqualTo(star.value());
    return data;
  }

  @Test
  void aSessionSubscribesToOnlySoMany() throws Exception {
    Client client = gateway.connect(ann);
    for (int i = 0; i < Session.MAX_SUBSCRIPTIONS; i += 500) {
      String[] page =
          IntStream.range(i, i + 500).mapToObj(n -> eve + "-" + n).toArray(String[]::new);
      String ids = "{\"user_ids\":[\"%s\"]}".formatted(String.join("\",\"", page));
      Node answer = client.ask("s" + i, "subscribe_presence", ids);
      assertThat(answer.text("event")).as(answer.toString()).isEqualTo("presence_info");
    }
    Node refused = client.ask("s", "subscribe_presence", ids(star));
    assertThat(refused.code()).isEqualTo("too_large");
    assertThat(refused.get("data").text("message")).contains("at most 5000");
    assertThat(gateway.rejected("subscriptions-per-session")).isEqualTo(1);
  }

  /** Whatever was caused before has been told once this has. */
  private void nothingElse(Client client, UserId viewer) throws Exception {
    UserId marker = Gateway.someone("marker");
    gateway.peers.see(viewer, marker, Sight.FULL);
    subscribe(client, marker);
    gateway.watched(marker, BUSY, later());
    assertThat(client.await("presence_updated").get("data").text("user_id"))
        .isEqualTo(marker.value());
  }

  @Test
  void whoHasSubscribedIsToldOfSomebodyWhoIsNoContactInBothWatchModes() throws Exception {
    gateway.peers.see(ann, star, Sight.FULL);
    gateway.peers.see(eve, star, Sight.STATUS_ONLY);
    Client anns = gateway.connect(ann);
    Client other = gateway.connect(ann);
    Client eves = gateway.connect(eve, "?watch=subscriptions");
    assertThat(subscribe(anns, star).get(0).text("live")).isEqualTo("true");
    assertThat(subscribe(eves, star).get(0).text("live")).isEqualTo("true");
    assertThat(watching(star)).containsExactly(gateway.bean(GatewayId.class));
    long version = later();
    gateway.watched(star, BUSY, version);
    gateway.watched(star, GONE, version - 1);
    Node full = updated(anns);
    assertThat(full.text("status")).isEqualTo("busy");
    assertThat(full.text("custom_message")).isEqualTo("in a call");
    assertThat(full.text("last_seen")).isEqualTo("1970-01-01T00:00:01.000Z");
    assertThat(full.text("version")).isEqualTo(Long.toString(version));
    assertThat(full.text("live")).isEqualTo("true");
    assertThat(updated(eves).get("last_seen").isNull()).isTrue();

    assertThat(anns.ask("u", "unsubscribe_presence", ids(star)).text("event")).isEqualTo("ack");
    gateway.watched(star, GONE, version + 1);
    assertThat(updated(eves).text("status")).isEqualTo("offline");
    assertThat(anns.ask("g", "get_presence", ids(star)).get("data").get(0).text("live"))
        .isEqualTo("false");
    eves.cut();
    await().atMost(LONG).until(() -> watching(star).isEmpty());
    nothingElse(anns, ann);
    assertThat(other.frames).isEmpty();
  }

  @Test
  void aContactWhoIsSubscribedToIsToldOnceOfEachChangeAndStaysLiveAfterwards() throws Exception {
    gateway.peers.befriend(ann, star);
    Client client = gateway.connect(ann);
    subscribe(client, star);
    long version = later();
    gateway.watched(star, BUSY, version);
    gateway.push(io.presence.contracts.Visibility.view(star, Sight.FULL, BUSY, version, true), ann);
    updated(client);
    client.ask("u", "unsubscribe_presence", ids(star));
    gateway.push(
        io.presence.contracts.Visibility.view(star, Sight.FULL, GONE, version + 1, true), ann);
    assertThat(updated(client).text("status")).isEqualTo("offline");
    nothingElse(client, ann);
  }

  @Test
  void sightsAreAskedOnceForAsLongAsNoGraphVersionMoves() throws Exception {
    gateway.peers.see(ann, star, Sight.FULL);
    Client client = gateway.connect(ann);
    subscribe(client, star);
    long version = later();
    for (int i = 0; i < 3; i++) {
      gateway.watched(star, i % 2 == 0 ? BUSY : GONE, version + i);
      updated(client);
    }
    assertThat(asked()).isEqualTo(1);
    store.graphVersions().bump(List.of(ann));
    gateway.watched(star, GONE, version + 10);
    updated(client);
    assertThat(asked()).isEqualTo(2);
  }

  private long asked() {
    return gateway.peers.viewersAsked.stream()
        .filter(question -> question.subjects().stream().anyMatch(of -> of.userId().equals(star)))
        .count();
  }

  @Test
  void aBlockIsCorrectedOnceAndNoChangeAfterItComesThroughUntilItsEnd() throws Exception {
    gateway.peers.see(ann, star, Sight.FULL);
    appear(star);
    Client client = gateway.connect(ann);
    assertThat(subscribe(client, star).get(0).text("status")).isEqualTo("online");
    gateway.peers.see(ann, star, Sight.NONE);
    store.graphVersions().bump(List.of(star, ann));
    gateway.graphChanged(star, ann);
    Node hidden = updated(client);
    assertThat(hidden.text("status")).isEqualTo("offline");
    assertThat(hidden.text("live")).isEqualTo("true");
    gateway.watched(star, BUSY, later());
    nothingElse(client, ann);
    gateway.peers.see(ann, star, Sight.FULL);
    store.graphVersions().bump(List.of(star, ann));
    gateway.graphChanged(star, null);
    Node shown = updated(client);
    assertThat(shown.text("status")).isEqualTo("online");
    assertThat(shown.get("version").number()).isGreaterThan(hidden.get("version").number());
  }

  @Test
  void aChangeFromBeforeThePermissionIsNotTold() throws Exception {
    appear(star);
    Client client = gateway.connect(ann);
    assertThat(subscribe(client, star).get(0).text("status")).isEqualTo("offline");
    // Hidden while the change was made, shown by the time its delivery comes: what is told is now.
    long hiddenThen = Objects.requireNonNull(store.reader().read(List.of(star)).get(star)).asOf();
    gateway.peers.see(ann, star, Sight.FULL);
    store.graphVersions().bump(List.of(star, ann));
    gateway.watched(star, BUSY, hiddenThen);
    Node told = updated(client);
    assertThat(told.text("status")).isEqualTo("online");
    assertThat(told.get("version").number()).isGreaterThan(hiddenThen);
  }

  @Test
  void whileNobodyKnowsWhoMaySeeNobodyIsToldAndThenTheNewest() throws Exception {
    gateway.peers.see(ann, star, Sight.FULL);
    Client client = gateway.connect(ann);
    subscribe(client, star);
    gateway.peers.down.put(Peers.VIEWERS, true);
    try {
      long version = later();
      gateway.watched(star, BUSY, version);
      gateway.watched(star, GONE, version + 1);
      assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
      gateway.peers.down.clear();
      Node told = updated(client);
      if (told.get("version").number() == version) {
        told = updated(client);
      }
      assertThat(told.get("version").number()).isEqualTo(version + 1);
    } finally {
      gateway.peers.down.clear();
    }
  }

  @Test
  void aLeaseThatWasLostIsTakenAgainAndWhatWasMissedIsTold() throws Exception {
    gateway.peers.see(ann, star, Sight.FULL);
    Client client = gateway.connect(ann);
    assertThat(subscribe(client, star).get(0).text("status")).isEqualTo("offline");
    store.watches().unwatch(gateway.bean(GatewayId.class), List.of(star));
    appear(star);
    assertThat(updated(client).text("status")).isEqualTo("online");
    assertThat(watching(star)).hasSize(1);
  }

  @Test
  void aContactOfAVeryLargeAudienceIsPulledAndCrossingTheLimitIsToldOnceEachWay() throws Exception {
    gateway.peers.befriend(ann, star);
    gateway.peers.befriend(eve, star);
    gateway.peers.pullOnly.add(star);
    Client anns = Client.open(gateway.socket(""), Gateway.token(ann, 60));
    anns.await("authenticated");
    assertThat(anns.awaitSnapshot().getFirst().text("live")).isEqualTo("false");
    Client eves = gateway.connect(eve);
    assertThat(subscribe(eves, star).get(0).text("live")).isEqualTo("true");
    // Nobody is told of this but who has subscribed: no push comes, only the delivery for those.
    PresenceChanged change = appear(star);
    gateway.watched(star, change.state(), change.version());
    assertThat(updated(eves).text("status")).isEqualTo("online");
    // A change of settings is no reason to tell those who are not live.
    gateway.graphChanged(star, null);
    nothingElse(anns, ann);

    gateway.peers.pullOnly.remove(star);
    gateway.crossed(star, false);
    Node pushed = updated(anns);
    assertThat(pushed.text("live")).isEqualTo("true");
    assertThat(pushed.text("status")).isEqualTo("online");
    gateway.peers.pullOnly.add(star);
    gateway.crossed(star, true);
    Node pulled = updated(anns);
    assertThat(pulled.text("live")).isEqualTo("false");
    assertThat(pulled.get("version").number()).isGreaterThan(pushed.get("version").number());
    nothingElse(anns, ann);
    nothingElse(eves, eve);
  }

  @Test
  void whoCannotBeReadIsNotWatchedEither() throws Exception {
    Client client = gateway.connect(ann);
    gateway.peers.down.put(Peers.SIGHTS, true);
    try {
      assertThat(client.ask("s", "subscribe_presence", ids(star)).code()).isEqualTo("unavailable");
    } finally {
      gateway.peers.down.clear();
    }
    await().atMost(LONG).until(() -> watching(star).isEmpty());
    gateway.peers.see(ann, star, Sight.FULL);
    gateway.watched(star, BUSY, later());
    nothingElse(client, ann);
  }
}
