package io.presence.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.contracts.Delivery;
import io.presence.contracts.GatewayId;
import io.presence.contracts.RoomFrames;
import io.presence.contracts.RoomId;
import io.presence.contracts.RoomPresence;
import io.presence.contracts.UserId;
import io.presence.gateway.protocol.FrameWriter;
import io.presence.gateway.session.Session;
import io.presence.gateway.session.Sessions;
import io.presence.store.PresenceStore;
import io.presence.store.RoomWatches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms on a gateway; whoever counts them is the test. */
@Timeout(120)
class RoomsIT {
  /** Counts are as of after any question. */
  private static final long LATER = System.currentTimeMillis() + 600_000;

  private static final Duration LONG = Duration.ofSeconds(20);
  private static Gateway gateway;

  private final UserId ann = Gateway.someone("ann");
  private final UserId bob = Gateway.someone("bob");
  private final UserId eve = Gateway.someone("eve");
  private final RoomId room = new RoomId(Gateway.someone("room").value());

  @BeforeAll
  static void start() {
    gateway =
        Gateway.start(
            Map.of(
                "presence.room-aggregate-from", 3,
                "presence.rooms-per-session", 2,
                "presence.room-answer-timeout-ms", 6_000));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aLargeRoomIsToldAsItsOwnerCountsItNewestLast() throws Exception {
    members(room, ann, bob, eve);
    Client client = gateway.connect(ann);
    Client other = gateway.connect(bob);
    CompletableFuture<Void> counting = answerWhenAsked(ann, 100, 2);
    Node answer = client.ask("r", "subscribe_room", data(room));
    counting.join();
    assertThat(answer.text("event")).isEqualTo("presence_aggregated");
    assertThat(answer.get("data").get("online").number()).isEqualTo(2);

    count(ann, 90, 7);
    count(ann, 200, 3);
    long online = 2;
    // The answer may have come as a count of all subscribers, too.
    while (online == 2) {
      online = client.await("presence_aggregated").get("data").get("online").number();
    }
    assertThat(online).as("what is older than what was told is dropped").isEqualTo(3);
    assertThat(watchers().get(gateway.bean(GatewayId.class))).containsExactly(ann);

    assertThat(client.ask("u", "unsubscribe_room", data(room)).text("event")).isEqualTo("ack");
    assertThat(watchers()).isEmpty();
    count(ann, 300, 4);
    count(bob, 300, 4);
    assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
    assertThat(other.frames).as("never asked").isEmpty();
  }

  @Test
  void aSessionThatEndsWatchesNoLonger() throws Exception {
    members(room, ann, bob, eve);
    Client client = gateway.connect(ann);
    CompletableFuture<Void> counting = answerWhenAsked(ann, 100, 2);
    var _ = client.ask("r", "subscribe_room", data(room));
    counting.join();
    client.goodbye();
    await().atMost(LONG).until(() -> watchers().isEmpty());
  }

  @Test
  void whenNobodyCountsItIsUnavailableAndNothingIsLeft() throws Exception {
    members(room, ann, bob, eve);
    Client client = gateway.connect(ann);
    assertThat(client.ask("r", "subscribe_room", data(room)).code()).isEqualTo("unavailable");
    assertThat(watchers()).isEmpty();
    count(ann, 100, 1);
    assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
  }

  @Test
  void aSmallRoomIsItsOtherMembersAndGrowsIntoACount() throws Exception {
    members(room, ann, bob);
    gateway.peers.befriend(ann, bob);
    Client client = gateway.connect(ann);
    Node answer = client.ask("r", "subscribe_room", data(room));
    assertThat(answer.text("event")).isEqualTo("presence_info");
    assertThat(answer.get("data").items())
        .extracting(view -> view.text("user_id"))
        .containsExactly(bob.value());
    assertThat(watchers()).isEmpty();

    members(room, ann, bob, eve);
    CompletableFuture<Void> counting = answerWhenAsked(ann, 100, 2);
    gateway.roomChanged(room, eve);
    assertThat(client.await("presence_aggregated").get("data").get("online").number()).isEqualTo(2);
    counting.join();

    members(room, ann, eve);
    gateway.roomChanged(room, bob);
    // The question is put once a second, and may be answered twice.
    Node small = client.awaitAfterAny("presence_aggregated", "presence_info");
    assertThat(small.get("data").get(0).text("user_id")).isEqualTo(eve.value());
    await().atMost(LONG).until(() -> watchers().isEmpty());
  }

  @Test
  void whoIsNotInItIsToldNothingOfItAndWhoLeavesIsToldThat() throws Exception {
    members(room, ann, bob);
    Client client = gateway.connect(ann);
    Client outside = gateway.connect(eve);
    RoomId never = new RoomId(Gateway.someone("never").value());
    Node refused = outside.ask("r", "subscribe_room", data(room));
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(refused.toString().replace(room.value(), never.value()))
        .isEqualTo(outside.ask("r", "subscribe_room", data(never)).toString());
    assertThat(look(eve, room))
        .contains("404")
        .isEqualTo(look(eve, never).replace(never.value(), room.value()));

    var _ = client.ask("r", "subscribe_room", data(room));
    members(room, bob);
    gateway.roomChanged(room, ann);
    assertThat(client.await("error").code()).isEqualTo("forbidden");
  }

  /** Who is in the room was asked, and the answer is on its way: nobody may fall in between. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsRemovedWhileTheySubscribeIsToldThatAndWatchesNobody(boolean large) throws Exception {
    RoomId small = new RoomId(Gateway.someone("small").value());
    members(room, ann, bob, eve, Gateway.someone("dan"));
    members(small, ann, bob);
    RoomId wanted = large ? room : small;
    Client client = gateway.connect(ann);
    Client other = gateway.connect(bob);
    var _ = other.ask("r", "subscribe_room", data(small));
    assertThat(sessionOf(bob).watches(ann)).isTrue();
    AtomicBoolean removed = new AtomicBoolean();
    gateway.peers.beforeMembership =
        asked -> {
          if (asked.userId().equals(ann) && removed.compareAndSet(false, true)) {
            gateway.peers.members.forEach((each, users) -> users.remove(ann));
            announce(room, ann);
            announce(small, ann);
            // The gateway has heard of both, of this one last.
            await().atMost(LONG).until(() -> !sessionOf(bob).watches(ann));
          }
        };
    try {
      client.send(subscribing("s", wanted));
      AtomicInteger counts = new AtomicInteger();
      await()
          .atMost(LONG)
          .until(() -> {
            // They may have come as far as to wait for one.
            count(ann, counts.incrementAndGet(), 2);
            Node told = client.frames.poll();
            if (told != null && !told.text("event").equals("degraded")) {
              assertThat(told.code()).as(told.toString()).isEqualTo("forbidden");
            }
            return told != null && told.has("ref");
          });
      assertThat(removed).isTrue();
      await().atMost(LONG).until(() -> !sessionOf(ann).watches(bob) && watchers().isEmpty());
      count(ann, 200, 3);
      assertThat(client.ask("h", "heartbeat", "{}").text("event")).isEqualTo("ack");
    } finally {
      gateway.peers.beforeMembership = asked -> {};
    }
  }

  private void announce(RoomId changed, UserId user) {
    try {
      gateway.roomChanged(changed, user);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Session sessionOf(UserId user) {
    return gateway.bean(Sessions.class).of(user)[0];
  }

  /** In a small room the others' membership is no secret: a page that lacks them says it, too. */
  @Test
  void whoIsMissingWhenTheMembersAreReadIsExpelledAlthoughNobodyHasSaidSo() throws Exception {
    members(room, ann, bob);
    Client client = gateway.connect(ann);
    var _ = client.ask("r", "subscribe_room", data(room));
    assertThat(sessionOf(ann).watches(bob)).isTrue();
    members(room, bob, eve);
    gateway.roomChanged(room, eve);
    assertThat(client.await("error").code()).isEqualTo("forbidden");
    await().atMost(LONG).until(() -> !sessionOf(ann).watches(bob));
  }

  @Test
  void theTourFindsWhoWasRemovedOrHasJoinedWithoutAWord() throws Exception {
    RoomId small = new RoomId(Gateway.someone("small").value());
    members(room, ann, bob, eve);
    members(small, ann, bob);
    try (Gateway touring =
        Gateway.start(
            Map.of("presence.room-aggregate-from", 3, "presence.sync-interval-ms", 300))) {
      touring.peers.members.putAll(gateway.peers.members);
      Client client = touring.connect(ann);
      Client other = touring.connect(bob);
      CompletableFuture<Void> counting = answerWhenAsked(touring, ann, 100, 2);
      assertThat(client.ask("r", "subscribe_room", data(room)).text("event"))
          .isEqualTo("presence_aggregated");
      counting.join();
      for (Client each : List.of(client, other)) {
        each.send(subscribing("s", small));
        // The first answer may have come as a count of all subscribers, too.
        assertThat(each.awaitAfterAny("presence_aggregated", "presence_info").text("ref"))
            .isEqualTo("s");
      }

      touring.peers.members.put(room, Set.of(bob, eve));
      assertThat(client.awaitAfterAny("presence_aggregated", "error").get("data").text("message"))
          .contains(room.value());
      touring.peers.members.put(small, Set.of(bob, eve));
      assertThat(client.await("error").get("data").text("message")).contains(small.value());
      assertThat(other.await("presence_info").get("data").get(0).text("user_id"))
          .isEqualTo(eve.value());
    }
  }

  /** The owner's answer was on its way while it told all subscribers something newer. */
  @Test
  void anAnswerIsNotOlderThanWhatWasToldBefore() throws Exception {
    members(room, ann, bob, eve);
    Client client = gateway.connect(ann);
    CompletableFuture<Void> counting = answerWhenAsked(ann, 100, 2);
    var _ = client.ask("r", "subscribe_room", data(room));
    counting.join();
    count(ann, 200, 3);
    long told = 2;
    while (told == 2) {
      told = client.await("presence_aggregated").get("data").get("online").number();
    }

    long first = askedAt(ann);
    client.send(subscribing("s", room));
    await().atMost(LONG).until(() -> askedAt(ann) > first);
    long second = askedAt(ann);
    count(ann, 150, 5);
    AtomicBoolean answered = new AtomicBoolean();
    CompletableFuture<Void> owner =
        CompletableFuture.runAsync(
            () -> {
              long last = second;
              for (int version = 300; !answered.get(); ) {
                if (askedAt(ann) > last) {
                  last = askedAt(ann);
                  count(ann, version++, 6);
                }
                LockSupport.parkNanos(1_000_000);
              }
            },
            Thread.ofPlatform().daemon()::start);
    try {
      Node answer;
      do {
        answer = client.await("presence_aggregated");
        assertThat(answer.get("data").get("online").number()).isEqualTo(6);
      } while (!answer.has("ref"));
    } finally {
      answered.set(true);
    }
    owner.join();
  }

  private long askedAt(UserId viewer) {
    return gateway.bean(PresenceStore.class).roomWatches().asked(0).stream()
        .filter(ask -> ask.room().equals(room) && ask.viewer().equals(viewer))
        .mapToLong(RoomWatches.Ask::at)
        .max()
        .orElse(0);
  }

  @Test
  void onlySoManyCountsAreWaitedFor() throws Exception {
    Map<String, Object> one =
        Map.of("presence.room-aggregate-from", 3, "presence.room-counts-at-once", 1);
    try (Gateway small = Gateway.start(one)) {
      members(small, room, ann, bob, eve);
      Client first = small.connect(ann);
      first.send("{\"event\":\"subscribe_room\",\"ref\":\"r\",\"data\":%s}".formatted(data(room)));
      await().atMost(LONG).until(() -> askedAt(ann) > 0);
      Node second = small.connect(bob).ask("r", "subscribe_room", data(room));
      assertThat(second.code()).isEqualTo("unavailable");
      assertThat(second.get("data").text("message")).contains("too many rooms");
      assertThat(
              small
                  .bean(MeterRegistry.class)
                  .get("presence.limit.rejected")
                  .tag("limit", "room-counts-at-once-per-gateway")
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  /** Over REST, too, no answer is said to be none. */
  @Test
  void whoLooksAtARoomThatNobodyCountsIsToldWhenToComeAgain() throws Exception {
    members(room, ann, bob, eve);
    HttpResponse<byte[]> answer = get(ann, room);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(new String(answer.body(), UTF_8))
        .contains("urn:presence:problem:service-unavailable", "\"retry_after_ms\":1000");

    gateway.peers.down.put(Peers.ROOMS, true);
    try {
      assertThat(get(ann, room).statusCode()).isEqualTo(503);
    } finally {
      gateway.peers.down.remove(Peers.ROOMS);
    }
  }

  /** Nobody counts hers before he has been told. */
  @Test
  void whoWaitsForACountHoldsUpNobodyElse() throws Exception {
    members(room, ann, bob, eve);
    RoomId small = new RoomId(Gateway.someone("small").value());
    members(small, bob, eve);
    Client waiting = gateway.connect(ann);
    Client other = gateway.connect(bob);
    var _ = other.ask("r", "subscribe_room", data(small));
    waiting.send(subscribing());
    await().atMost(LONG).until(this::annHasAsked);

    gateway.roomChanged(room, eve);
    members(small, eve);
    gateway.roomChanged(small, bob);
    assertThat(other.await("error").code()).isEqualTo("forbidden");
    assertThat(waiting.frames).as("nobody has counted").isEmpty();
    assertThat(waiting.await("error").code()).isEqualTo("unavailable");
  }

  @Test
  void whoLeavesWhileTheyAreCountedForIsToldThatAndNoCount() throws Exception {
    members(room, ann, bob, eve);
    Client client = gateway.connect(ann);
    client.send(subscribing());
    await().atMost(LONG).until(this::annHasAsked);

    members(room, bob, eve);
    gateway.roomChanged(room, ann);
    Node told = client.await("error");
    assertThat(told.code()).isEqualTo("forbidden");
    assertThat(told.has("ref")).isFalse();
    count(ann, 100, 2);
    Node answer = client.await("error");
    assertThat(answer.code()).isEqualTo("forbidden");
    assertThat(answer.text("ref")).isEqualTo("r");
    await().atMost(LONG).until(() -> watchers().isEmpty());
  }

  private String subscribing() {
    return subscribing("r", room);
  }

  private static String subscribing(String ref, RoomId room) {
    return "{\"event\":\"subscribe_room\",\"ref\":\"%s\",\"data\":%s}".formatted(ref, data(room));
  }

  private boolean annHasAsked() {
    return gateway.bean(PresenceStore.class).roomWatches().asked(0).stream()
        .anyMatch(ask -> ask.room().equals(room) && ask.viewer().equals(ann));
  }

  @Test
  void whoHasLeftASmallRoomIsForgottenAlsoBySubscribingAgain() throws Exception {
    members(room, ann, bob);
    Client client = gateway.connect(ann);
    var _ = client.ask("r", "subscribe_room", data(room));
    assertThat(sessionOf(ann).watches(bob)).isTrue();
    members(room, ann);
    var _ = client.ask("s", "subscribe_room", data(room));
    assertThat(sessionOf(ann).watches(bob)).isFalse();
  }

  @Test
  void aSessionHasOnlySoManyRooms() throws Exception {
    Client client = gateway.connect(ann);
    for (int i = 0; i < 2; i++) {
      RoomId one = new RoomId(room + "-" + i);
      members(one, ann, bob);
      assertThat(client.ask("r" + i, "subscribe_room", data(one)).text("event"))
          .isEqualTo("presence_info");
    }
    members(room, ann, bob);
    Node refused = client.ask("r", "subscribe_room", data(room));
    assertThat(refused.code()).isEqualTo("too_large");
    assertThat(refused.get("data").text("message")).contains("at most 2");
    assertThat(gateway.rejected("rooms-per-session")).isEqualTo(1);
    var _ = client.ask("u", "unsubscribe_room", data(new RoomId(room + "-1")));
    assertThat(client.ask("s", "subscribe_room", data(room)).text("event"))
        .isEqualTo("presence_info");
  }

  /** As the owner of the room would. */
  private CompletableFuture<Void> answerWhenAsked(UserId viewer, long version, int online) {
    return answerWhenAsked(gateway, viewer, version, online);
  }

  private CompletableFuture<Void> answerWhenAsked(
      Gateway asking, UserId viewer, long version, int online) {
    RoomWatches watches = asking.bean(PresenceStore.class).roomWatches();
    return CompletableFuture.runAsync(
        () -> {
          await()
              .atMost(LONG)
              .until(() ->
                  watches.asked(0).stream()
                      .anyMatch(ask -> ask.room().equals(room) && ask.viewer().equals(viewer)));
          count(asking, viewer, version, online);
        },
        Thread.ofVirtual()::start);
  }

  private void count(UserId viewer, long version, int online) {
    count(gateway, viewer, version, online);
  }

  private void count(Gateway to, UserId viewer, long version, int online) {
    RoomPresence presence = new RoomPresence(room, online, 0, 0, 3, List.of());
    byte[] frame = to.bean(FrameWriter.class).aggregated(presence, null);
    to.deliver(
        Delivery.Kind.ROOM,
        new UserId(room.value()),
        LATER + version,
        List.of(),
        null,
        RoomFrames.pack(List.of(new RoomFrames.Line(List.of(viewer), frame)), 1_000).getFirst());
  }

  private Map<GatewayId, Set<UserId>> watchers() {
    return gateway.bean(PresenceStore.class).roomWatches().watchers(room);
  }

  private static void members(RoomId room, UserId... users) {
    members(gateway, room, users);
  }

  private static void members(Gateway of, RoomId room, UserId... users) {
    Set<UserId> all = ConcurrentHashMap.newKeySet();
    all.addAll(List.of(users));
    of.peers.members.put(room, all);
  }

  private static String data(RoomId room) {
    return "{\"room_id\":\"" + room + "\"}";
  }

  private static String look(UserId user, RoomId room) throws Exception {
    return new String(get(user, room).body(), UTF_8);
  }

  private static HttpResponse<byte[]> get(UserId user, RoomId room) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http("/v1/rooms/" + room + "/presence"))
            .header("Authorization", "Bearer " + Gateway.token(user, 60))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofByteArray());
    }
  }
}
