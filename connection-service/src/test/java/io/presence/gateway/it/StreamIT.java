package io.presence.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.presence.contracts.Delivery;
import io.presence.contracts.DeviceType;
import io.presence.contracts.GatewayId;
import io.presence.contracts.HandSet;
import io.presence.contracts.LastSeen;
import io.presence.contracts.PersonState;
import io.presence.contracts.PresenceView;
import io.presence.contracts.SessionReport;
import io.presence.contracts.Sight;
import io.presence.contracts.Status;
import io.presence.contracts.UserId;
import io.presence.contracts.Visibility;
import io.presence.gateway.life.Departure;
import io.presence.gateway.session.Sessions;
import io.presence.store.PresenceStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of events, as a real HTTP client reads them. */
@Timeout(90)
class StreamIT {
  private static final int MAX_STREAMS = 2;
  private static Gateway gateway;

  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");
  private final List<Events> opened = new java.util.ArrayList<>();

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of("presence.stream-keep-alive-ms", 200, "presence.max-streams", MAX_STREAMS));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void closeStreams() {
    opened.forEach(Events::close);
  }

  private Events join(UserId user) throws Exception {
    return join(user, "");
  }

  private Events join(UserId user, String query) throws Exception {
    Events events =
        Events.joined(gateway.http("/v1/presence/stream" + query), Gateway.token(user, 60));
    opened.add(events);
    return events;
  }

  @Test
  void eachConnectionBeginsWithASnapshotAndThenComesWhatIsNewer() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.connect(bob);
    Events events = Events.open(gateway.http("/v1/presence/stream"), Gateway.token(ann, 60));
    opened.add(events);

    assertThat(events.response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(events.response.headers().firstValue("Cache-Control")).hasValue("no-store");
    Node greeting = events.awaitData("authenticated");
    assertThat(greeting.text("user_id")).isEqualTo(ann.value());
    assertThat(greeting.get("me").text("status")).isEqualTo("offline");
    Map<String, String> snapshot = events.await("presence_info");
    assertThat(snapshot).containsEntry("last", "true").containsEntry("id", "last");
    Node people = Node.parse(snapshot.getOrDefault("data", ""));
    assertThat(people.get(0).text("user_id")).isEqualTo(bob.value());
    assertThat(people.get(0).text("status")).isEqualTo("online");
    assertThat(people.get(0).text("live")).isEqualTo("true");

    long told = people.get(0).get("version").number();
    gateway.push(view(bob, Status.ONLINE, told - 1), ann);
    gateway.push(view(bob, Status.BUSY, told + 1), ann);
    Map<String, String> updated = events.await("presence_updated");
    assertThat(updated).doesNotContainKey("last");
    Node busy = Node.parse(updated.getOrDefault("data", ""));
    assertThat(busy.text("status")).isEqualTo("busy");
    assertThat(busy.get("version").number()).isEqualTo(told + 1);
  }

  @Test
  void aStreamIsNoProofOfLifeAndIsFoundByTheFanOut() throws Exception {
    join(ann);
    assertThat(gateway.peers.reports(SessionReport.Connected.class, ann)).isEmpty();
    PresenceStore store = gateway.bean(PresenceStore.class);
    assertThat(store.gateways().holding(List.of(ann)))
        .containsOnlyKeys(gateway.bean(GatewayId.class));
    assertThat(store.reader().inspect(ann).known()).isFalse();
  }

  @Test
  void theOwnStatusComesAlong() throws Exception {
    gateway.peers.lastSeen.put(
        ann, new LastSeen(ann, 5, 7, new HandSet(Status.INVISIBLE, null, "gone")));
    Events events = Events.open(gateway.http("/v1/presence/stream"), Gateway.token(ann, 60));
    opened.add(events);
    Node me = events.awaitData("authenticated").get("me");
    assertThat(me.text("status")).isEqualTo("invisible");
    assertThat(me.text("custom_message")).isEqualTo("gone");
    events.await("presence_info");
    byte[] frame =
        "{\"event\":\"me_updated\",\"data\":{\"status\":\"busy\"}}"
            .getBytes(StandardCharsets.UTF_8);
    gateway.deliver(Delivery.Kind.ME, ann, 6, List.of(), null, new byte[] {'x'});
    gateway.deliver(Delivery.Kind.ME, ann, 8, List.of(), null, frame);
    assertThat(events.awaitData("me_updated").text("status")).isEqualTo("busy");
  }

  @Test
  void aChangeOfTheGraphCorrectsIt() throws Exception {
    gateway.peers.befriend(ann, bob);
    gateway.connect(bob);
    Events events = join(ann);
    gateway.peers.see(ann, bob, Sight.NONE);
    gateway.graphChanged(ann, bob);
    assertThat(events.awaitData("presence_updated").text("status")).isEqualTo("offline");
  }

  @Test
  void othersThanContactsAreToldOfWhenTheyAreNamed() throws Exception {
    gateway.peers.befriend(ann, bob);
    UserId star = Gateway.someone("star");
    gateway.peers.see(ann, star, Sight.FULL);
    Events both = join(ann, "?user_ids=" + star);
    Events only = join(ann, "?watch=subscriptions&user_ids=" + star);
    for (Events events : List.of(both, only)) {
      Node told = events.awaitData("presence_info");
      assertThat(told.items()).extracting(one -> one.text("user_id")).containsExactly(star.value());
      assertThat(told.get(0).text("live")).isEqualTo("true");
    }
    long version = System.currentTimeMillis() + 5_000;
    PersonState busy = new PersonState(Status.BUSY, null, List.of(DeviceType.WEB), version);
    gateway.watched(star, busy, version);
    for (Events events : List.of(both, only)) {
      assertThat(events.awaitData("presence_updated").text("status")).isEqualTo("busy");
    }
    gateway.push(view(bob, Status.BUSY, version), ann);
    assertThat(both.awaitData("presence_updated").text("user_id")).isEqualTo(bob.value());
    // The same again is told to nobody: it would say that somebody hidden did something.
    gateway.watched(star, busy, version + 1);
    PersonState away = new PersonState(Status.AWAY, null, List.of(DeviceType.WEB), version + 2);
    gateway.watched(star, away, version + 2);
    assertThat(only.awaitData("presence_updated").get("version").number())
        .as("neither a contact nor the same again came before")
        .isEqualTo(version + 2);
    both.close();
    only.close();
    var watches = gateway.bean(PresenceStore.class).watches();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> watches.watching(List.of(star)).getOrDefault(star, Set.of()).isEmpty());
  }

  @Test
  void whatCannotBeAskedForIsNamed() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String query : List.of("?watch=everybody", "?user_ids=", "?user_ids=a,,b")) {
        assertThat(status(http, gateway, query, Gateway.token(ann, 60))).as(query).isEqualTo(400);
      }
    }
  }

  @Test
  void aQuietStreamIsKeptOpen() throws Exception {
    Events events = join(ann);
    events.awaitComment();
    events.awaitComment();
  }

  @Test
  void itEndsWithItsToken() throws Exception {
    Events events = Events.joined(gateway.http("/v1/presence/stream"), Gateway.token(ann, 4));
    opened.add(events);
    assertThat(events.awaitClose()).isEqualTo(4401);
  }

  @Test
  void anAdministratorEndsIt() throws Exception {
    Events events = join(ann);
    gateway.deliver(Delivery.Kind.EXPEL, ann, 0, List.of(), null, new byte[0]);
    assertThat(events.awaitClose()).isEqualTo(4410);
    awaitForgotten(ann);
  }

  @Test
  void aClientThatLeavesIsForgotten() throws Exception {
    Events events = join(ann);
    assertThat(of(ann)).isEqualTo(1);
    events.close();
    awaitForgotten(ann);
  }

  @Test
  void aUserHasOnlySoMany() throws Exception {
    for (int i = 0; i < MAX_STREAMS; i++) {
      join(ann);
    }
    double before = gateway.rejected("streams-per-user");
    assertThat(refusal(Gateway.token(ann, 60))).isEqualTo(429);
    assertThat(gateway.rejected("streams-per-user")).isEqualTo(before + 1);
    join(bob);
    opened.getFirst().close();
    await().atMost(Duration.ofSeconds(20)).until(() -> of(ann) == MAX_STREAMS - 1);
    join(ann);
  }

  @Test
  void norMoreIfTheyAreAskedForAtOnce() throws Exception {
    int asked = 10 * MAX_STREAMS;
    HttpRequest open =
        HttpRequest.newBuilder(gateway.http("/v1/presence/stream"))
            .header("Authorization", "Bearer " + Gateway.token(ann, 60))
            .build();
    List<Integer> statuses = new java.util.ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answers =
          IntStream.range(0, asked)
              .mapToObj(i -> http.sendAsync(open, BodyHandlers.ofInputStream()))
              .toList();
      for (var answer : answers) {
        statuses.add(answer.get().statusCode());
      }
      http.shutdownNow();
    }
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(MAX_STREAMS);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(asked - MAX_STREAMS);
    awaitForgotten(ann);
    join(ann);
  }

  @Test
  void withoutAGoodTokenThereIsNone() throws Exception {
    assertThat(refusal(Gateway.token(ann, -1))).isEqualTo(401);
    assertThat(refusal(Gateway.token(new UserId("x"), 60) + "x")).isEqualTo(401);
  }

  @Test
  void aGatewayThatGoesEndsItAndTakesNoMore() throws Exception {
    try (Gateway leaving = Gateway.start(Map.of())) {
      Events events = Events.joined(leaving.http("/v1/presence/stream"), Gateway.token(ann, 60));
      opened.add(events);
      leaving.bean(Departure.class).leave();
      assertThat(events.awaitClose()).isEqualTo(1012);
      try (HttpClient http = HttpClient.newHttpClient()) {
        assertThat(status(http, leaving, "", Gateway.token(ann, 60))).isEqualTo(503);
      }
    }
  }

  private static PresenceView view(UserId subject, Status status, long version) {
    PersonState state = new PersonState(status, null, List.of(DeviceType.WEB), version);
    return Visibility.view(subject, Sight.FULL, state, version, true);
  }

  private static int of(UserId user) {
    return gateway.bean(Sessions.class).of(user).length;
  }

  private static void awaitForgotten(UserId user) {
    await().atMost(Duration.ofSeconds(20)).until(() -> of(user) == 0);
  }

  private static int refusal(String token) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return status(http, gateway, "", token);
    }
  }

  private static int status(HttpClient http, Gateway at, String query, String token)
      throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(at.http("/v1/presence/stream" + query))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }
}
