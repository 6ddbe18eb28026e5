package io.presence.graph.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.presence.graph.Answer;
import io.presence.graph.GraphServer;
import io.presence.graph.Token;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit of calls, reached. */
@Timeout(60)
class CallLimitsIT {
  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static GraphServer server;

  @BeforeAll
  static void start() {
    server =
        GraphServer.start(
            "friend_graph_limits",
            Map.of(
                "presence.limits.edits-per-user", "3/10m",
                "presence.limits.edits-per-address", "5/10m",
                "presence.limits.edits-per-admin", "7/10m",
                "presence.limits.reads-per-user", "4/10m",
                "presence.limits.reads-per-address", "6/10m",
                "presence.limits.reads-per-admin", "8/10m",
                "presence.trusted-proxies", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private final String ann = GraphServer.person("ann");
  private final String bob = GraphServer.person("bob");

  /** Each test comes from an address of its own. */
  private final String address = "198.51.100." + ADDRESSES.incrementAndGet();

  @Test
  void aUserEditsOnlySoOftenWhateverItIs() {
    double before = rejected("edits-per-user");
    hide(ann, address).expect(200);
    block(ann, address).expect(204);
    // Also what changes nothing, and what is refused later.
    edit(Token.of(ann), address, "/v1/users/" + bob + "/privacy").expect(403);
    Answer refused = hide(ann, address);
    refused.expectProblem(429, "edits of the friend graph by one user", "3 in 600 s");
    assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
    assertThat((Number) refused.json().get("retry_after_ms"))
        .satisfies(millis -> assertThat(millis.longValue()).isPositive());
    assertThat(rejected("edits-per-user")).isEqualTo(before + 1);
    read(Token.of(ann), address, ann).expect(200);
    hide(bob, address).expect(200);
  }

  @Test
  void anAddressEditsOnlySoOftenWhoeverItIsAndAnotherIsNotHeldToIt() {
    for (int i = 0; i < 5; i++) {
      hide(GraphServer.person("guest"), address).expect(200);
    }
    hide(ann, address).expectProblem(429, "edits of the friend graph from one address");
    // What a client puts in front of its proxy's word does not count.
    hide(ann, "203.0.113.99, " + address).expect(429);
    hide(ann, "203.0.113.2").expect(200);
    admin("/v1/users/" + ann + "/privacy", address).expect(200);
  }

  @Test
  void aUserReadsOnlySoOftenAndSoDoesAnAddress() {
    for (int i = 0; i < 4; i++) {
      read(Token.of(ann), address, ann).expect(200);
    }
    read(Token.of(ann), address, ann).expectProblem(429, "reads of the friend graph by one user");
    hide(ann, address).expect(200);
    read(Token.of(bob), address, bob).expect(200);
    read(Token.of(bob), address, bob).expect(200);
    read(Token.of(bob), address, bob)
        .expectProblem(429, "reads of the friend graph from one address");
  }

  @Test
  void adminsAndSupportHaveLimitsOfTheirOwn() {
    String admin = Token.of(GraphServer.person("admin"), "admin");
    for (int i = 0; i < 7; i++) {
      edit(admin, address, "/v1/users/" + ann + "/privacy").expect(200);
    }
    edit(admin, address, "/v1/users/" + ann + "/privacy")
        .expectProblem(429, "edits of the friend graph by one admin");
    String support = Token.of(GraphServer.person("support"), "support");
    for (int i = 0; i < 8; i++) {
      read(support, address, ann).expect(200);
    }
    read(support, address, ann).expectProblem(429, "by one admin or support");
    hide(ann, address).expect(200);
  }

  @Test
  void servicesAreNotCounted() {
    for (int i = 0; i < 20; i++) {
      server.asService("GET", "/internal/v1/contacts/" + ann, "").expect(200);
    }
  }

  private Answer hide(String user, String from) {
    return edit(Token.of(user), from, "/v1/users/" + user + "/privacy");
  }

  private Answer block(String user, String from) {
    return server.put(
        Token.of(user), "/v1/users/" + user + "/blocks/" + bob, "", "X-Forwarded-For", from);
  }

  private Answer admin(String path, String from) {
    return edit(Token.of(GraphServer.person("admin"), "admin"), from, path);
  }

  private static Answer edit(String token, String from, String path) {
    return server.put(token, path, "{\"show_online_status\":\"nobody\"}", "X-Forwarded-For", from);
  }

  private static Answer read(String token, String from, String user) {
    return server.get(token, "/v1/users/" + user + "/contacts", "X-Forwarded-For", from);
  }

  private static double rejected(String limit) {
    return server
        .bean(MeterRegistry.class)
        .get("presence.limit.rejected")
        .tag("limit", limit)
        .counter()
        .count();
  }
}
