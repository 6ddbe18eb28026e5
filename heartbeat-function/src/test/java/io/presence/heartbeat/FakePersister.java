package io.presence.heartbeat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands for last-seen-persister: answers what the test gave it, or nothing at all. */
final class FakePersister implements AutoCloseable {
  final Map<UserId, LastSeen> rows = new ConcurrentHashMap<>();
  final List<Integer> questionSizes = new CopyOnWriteArrayList<>();
  volatile boolean answers = true;

  private final HttpServer server;

  FakePersister() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/internal/v1/last-seen", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!answers) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      String query = exchange.getRequestURI().getRawQuery();
      String ids = URLDecoder.decode(query.split("=", 2)[1], StandardCharsets.UTF_8);
      List<UserId> asked = Arrays.stream(ids.split(",", -1)).map(UserId::new).toList();
      questionSizes.add(asked.size());
      var found = asked.stream().map(rows::get).filter(Objects::nonNull).toList();
      byte[] body = ObjectMapper.getDefault().writeValueAsBytes(new LastSeen.Batch(found));
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
