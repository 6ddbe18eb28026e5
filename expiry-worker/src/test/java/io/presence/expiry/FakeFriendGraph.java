package io.presence.expiry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.Sights.AudienceOf;
import io.presence.contracts.UserId;
import io.presence.store.PresenceStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands for friend-graph-service: audiences that the test gives it, under the graph version that
 * the store has; nobody sees those of whom it was told nothing.
 */
final class FakeFriendGraph implements AutoCloseable {
  private static final String PATH = "/internal/v1/audience/";
  private static final AudienceOf NOBODY = AudienceOf.nobody(new UserId("nobody"), 0);

  final List<UserId> asked = new CopyOnWriteArrayList<>();
  volatile boolean answers = true;

  /** Whose graph versions it reads, once there is a store. */
  volatile @Nullable PresenceStore store;

  private final Map<UserId, AudienceOf> audiences = new ConcurrentHashMap<>();
  private final HttpServer server;
  final FakeRooms rooms;

  FakeFriendGraph() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PATH, this::answer);
    rooms = new FakeRooms(server);
    // One that waits holds up no other.
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  void mayBeSeen(UserId subject, List<UserId> full, List<UserId> statusOnly) {
    mayBeSeen(subject, full, statusOnly, List.of());
  }

  void mayBeSeen(
      UserId subject, List<UserId> full, List<UserId> statusOnly, List<UserId> approximate) {
    audiences.put(subject, new AudienceOf(subject, 0, full, statusOnly, approximate));
  }

  /** They have more contacts than are pushed to. */
  void isPullOnly(UserId subject) {
    audiences.put(subject, AudienceOf.pullOnly(subject, 0));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      UserId subject = new UserId(exchange.getRequestURI().getPath().substring(PATH.length()));
      asked.add(subject);
      PresenceStore versions = store;
      if (!answers || versions == null) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      long version = versions.graphVersions().read(List.of(subject)).getOrDefault(subject, 0L);
      AudienceOf known = audiences.getOrDefault(subject, NOBODY);
      byte[] body =
          ObjectMapper.getDefault()
              .writeValueAsBytes(
                  new AudienceOf(
                      subject,
                      version,
                      known.full(),
                      known.statusOnly(),
                      known.approximate(),
                      known.pullOnly()));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
