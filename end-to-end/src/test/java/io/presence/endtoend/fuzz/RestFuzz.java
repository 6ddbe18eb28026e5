package io.presence.endtoend.fuzz;

import io.presence.endtoend.live.LiveStack;
import io.presence.endtoend.live.Rest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Bad input for REST. */
final class RestFuzz {
  /** Each with {@code *} where something of the caller's stands. */
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "connection-service",
          List.of(
              "/v1/presence?user_ids=*",
              "/v1/presence?user_ids=*,*,*",
              "/v1/presence/contacts?limit=*&after=*",
              "/v1/presence/me",
              "/v1/rooms/*/presence",
              "/v1/stats",
              "/v1/admin/explain?viewer=*&subject=*",
              "/v1/admin/sessions/*",
              "/v1/presence/ws?device_id=*",
              "/*"),
          "heartbeat-function",
          List.of(
              "/v1/heartbeat",
              "/internal/v1/heartbeats",
              "/internal/v1/sessions/*?session=*",
              "/internal/*"),
          "friend-graph-service",
          List.of(
              "/v1/users/*",
              "/v1/users/*/contacts?limit=*&after=*",
              "/v1/users/*/contacts/*",
              "/v1/users/*/contact-requests?direction=*",
              "/v1/users/*/contact-requests/*",
              "/v1/users/*/contact-requests/*/accept",
              "/v1/users/*/contact-requests/*/decline",
              "/v1/users/*/blocks/*",
              "/v1/users/*/privacy",
              "/v1/users/*/privacy/exceptions?limit=*&after=*",
              "/v1/users/*/privacy/exceptions/*",
              "/v1/users/*/rooms?limit=*&after=*",
              "/v1/rooms/*/members?limit=*&after=*",
              "/v1/rooms/*/members/*",
              "/v1/admin/audit?actor=*&target=*&other=*&limit=*&after=*",
              "/v1/import/contacts",
              "/v1/import/contacts/*",
              "/internal/v1/audience/*",
              "/internal/v1/sights",
              "/internal/v1/viewers",
              "/internal/v1/explain?viewer=*&subject=*",
              "/internal/v1/rooms/*/seats?limit=*&after=*",
              "/internal/v1/rooms/*/relations",
              "/internal/v1/rooms/*/membership/*",
              "/internal/v1/contacts/*?limit=*&after=*"),
          "last-seen-persister",
          List.of(
              "/internal/v1/last-seen?user_ids=*",
              "/internal/v1/last-seen",
              "/v1/analytics/days?from=*&to=*",
              "/v1/analytics/users/*/sessions?limit=*&after=*",
              "/*"),
          "expiry-worker",
          List.of("/*", "/health", "/internal/*"));

  /** Of every service. */
  private static final List<String> EVERYWHERE =
      List.of("/health", "/health/readiness", "/health/*", "/prometheus", "/swagger/*", "/*");

  /** What shows itself to whoever has no token. */
  private static final List<String> OPEN = List.of("/health", "/prometheus", "/swagger", "/docs");

  private static final List<String> METHODS =
      List.of("GET", "GET", "PUT", "PUT", "POST", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD");
  private static final List<String> FIELDS =
      List.of(
          "name",
          "picture_url",
          "show_online_status",
          "show_last_seen",
          "viewer",
          "subjects",
          "viewers",
          "user_ids",
          "message_expires_at",
          "expires_at",
          "device_type",
          "reports",
          "status",
          "custom_message",
          "type",
          "user_id",
          "session_id",
          "device_id");
  private static final List<String> CONTENT =
      List.of(
          "application/json",
          "application/json",
          "application/json",
          "text/plain",
          "application/x-ndjson",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "nonsense");

  private final LiveStack stack;
  private final Rest rest;
  private final Junk junk;
  private final Verdicts verdicts;
  private final String user;

  RestFuzz(LiveStack stack, Rest rest, long seed, String prefix, Verdicts verdicts) {
    this.stack = stack;
    this.rest = rest;
    this.verdicts = verdicts;
    junk = new Junk(seed, prefix);
    user = prefix + junk.below(20);
  }

  /** A request that HTTP has no quarrel with. */
  void request() {
    String service = junk.any(PATHS.keySet().stream().sorted().toList());
    List<String> paths = junk.below(6) == 0 ? EVERYWHERE : PATHS.getOrDefault(service, EVERYWHERE);
    String path = otherwise(filled(junk.any(paths)));
    String method = junk.any(METHODS);
    String body = method.equals("GET") || method.equals("HEAD") ? "" : body();
    BodyPublisher publisher =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(at(service) + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, publisher);
    Caller caller = authorize(request);
    if (!body.isEmpty()) {
      request.header("Content-Type", junk.any(CONTENT));
    }
    String described = "%s %s%s %s".formatted(method, service, path, body);
    Rest.Answer answer = rest.send(request.build());
    // Metrics are named after what they measure, exceptions among them; health tells admins why.
    boolean inside =
        path.contains("/prometheus") || (path.contains("/health") && caller == Caller.ADMIN);
    String said = inside ? "" : answer.body();
    verdicts.status(answer.status(), said, described);
    if (caller == Caller.NOBODY
        && answer.status() < 300
        && OPEN.stream().noneMatch(path::contains)) {
      verdicts.add("%d without a token to %s".formatted(answer.status(), described));
    }
    List<String> type = answer.headers().getOrDefault("content-type", List.of(""));
    boolean isProblem = type.getFirst().startsWith("application/problem+json");
    if (answer.status() >= 400 && !method.equals("HEAD") && !isProblem) {
      verdicts.add("%d without a problem document to %s".formatted(answer.status(), described));
    }
  }

  private enum Caller {
    NOBODY,
    USER,
    ADMIN,
    SERVICE
  }

  private Caller authorize(HttpRequest.Builder request) {
    return switch (junk.below(8)) {
      case 0 -> Caller.NOBODY;
      case 1 -> {
        request.header("Authorization", "Bearer " + junk.below(1_000_000));
        yield Caller.NOBODY;
      }
      case 2 -> {
        request.header("Authorization", "Basic Zm9vOmJhcg==");
        yield Caller.NOBODY;
      }
      case 3, 4 -> {
        request.header("Authorization", "Bearer " + stack.admin());
        yield Caller.ADMIN;
      }
      case 5 -> {
        request.header("X-Presence-Service-Key", stack.serviceKey());
        yield Caller.SERVICE;
      }
      default -> {
        request.header("Authorization", "Bearer " + stack.token(user));
        yield Caller.USER;
      }
    };
  }

  /** Now and then the same path in another spelling, which must not get past anything. */
  private String otherwise(String path) {
    int query = path.indexOf('?') < 0 ? path.length() : path.indexOf('?');
    String before = path.substring(0, query);
    String after = path.substring(query);
    return switch (junk.below(12)) {
      case 0 -> before + "/" + after;
      case 1 -> before + "//" + after;
      case 2 -> before.replaceFirst("/v1/", "//v1/") + after;
      case 3 -> before.replaceFirst("/v1/", "/v1//") + after;
      case 4 -> before.replaceFirst("/v1/", "/v1/./") + after;
      case 5 -> before.replaceFirst("/internal/", "/v1/..;/internal/") + after;
      default -> path;
    };
  }

  /** The head of a stream's answer; a good one does not end by itself. */
  void stream() {
    String gateway = "connection-service";
    String path =
        otherwise("/v1/presence/stream?user_ids=%s&watch=%s".formatted(filled("*,*"), filled("*")));
    boolean named = junk.below(3) > 0;
    String token = named ? "Authorization: Bearer " + stack.token(user) + "\r\n" : "";
    byte[] request =
        ascii(
            "GET %s HTTP/1.1\r\nHost: a\r\n%sAccept: text/event-stream\r\nLast-Event-ID: %d\r\n\r\n"
                .formatted(path, token, junk.below(99)));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at(gateway).getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      byte[] first = new byte[4_096];
      int read = socket.getInputStream().read(first);
      String head = new String(first, 0, Math.max(0, read), StandardCharsets.ISO_8859_1);
      boolean refused = head.startsWith("HTTP/1.1 4");
      if (!refused && !(named && head.startsWith("HTTP/1.1 200"))) {
        verdicts.add(head + " to " + path);
      }
      verdicts.text(head, path);
    } catch (java.net.SocketTimeoutException e) {
      verdicts.add("neither an answer nor an end to " + path);
    } catch (IOException e) {
      // It hung up on us, which is its right.
    }
  }

  private String filled(String path) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      filled.append(c == '*' ? junk.below(3) == 0 ? user : junk.encoded() : c);
    }
    return filled.toString();
  }

  private String body() {
    return switch (junk.below(8)) {
      case 0 -> "";
      case 1 -> junk.broken();
      case 2 -> "[".repeat(20_000);
      case 3 -> "x ".repeat(any(10, 600_000));
      case 4 -> reports();
      case 5 -> junk.id() + " " + junk.id() + "\n" + junk.text() + "\n";
      default -> {
        StringBuilder object = new StringBuilder("{");
        for (int i = junk.below(4); i >= 0; i--) {
          object.append(junk.quoted(junk.any(FIELDS))).append(':').append(junk.value(3));
          object.append(i > 0 ? "," : "}");
        }
        yield object.toString();
      }
    };
  }

  /** A batch for heartbeat-function, nearly right. */
  private String reports() {
    StringBuilder reports = new StringBuilder("{\"reports\":[");
    for (int i = junk.below(4); i >= 0; i--) {
      reports.append(
          "{\"type\":%s,\"user_id\":%s,\"session_id\":%s,\"age_millis\":%s,\"device_id\":\"d\",\"device_type\":%s}"
              .formatted(
                  junk.quoted(junk.any(List.of("connected", "heard", "active", "lost", "no"))),
                  junk.quoted(junk.id()),
                  junk.quoted(junk.id()),
                  junk.value(0),
                  junk.value(0)));
      reports.append(i > 0 ? "," : "]}");
    }
    return reports.toString();
  }

  private int any(Integer... values) {
    return junk.any(List.of(values));
  }

  /** Bytes that may not even be HTTP. Whatever comes back must not be a server's failure. */
  void raw() {
    String service = junk.any(PATHS.keySet().stream().sorted().toList());
    byte[] request =
        switch (junk.below(6)) {
          case 0 -> junk.bytes(500);
          case 1 -> ascii("GET /%zz" + junk.text() + " HTTP/1.1\r\nHost: a\r\n\r\n");
          case 2 -> ascii("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n");
          case 3 ->
              ascii(
                  "POST /v1/heartbeat HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                      + "Content-Length: 4\r\n\r\nzz\r\n"
                      + junk.text());
          case 4 -> ascii("GET / HTTP/9.9\r\n" + "A: b\r\n".repeat(3_000) + "\r\n");
          default -> ascii("GET /" + "a".repeat(300_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        };
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at(service).getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readNBytes(20_000), StandardCharsets.ISO_8859_1);
      if (answer.startsWith("HTTP/1.1 5") && !answer.startsWith("HTTP/1.1 501")) {
        verdicts.add(answer + " to raw bytes on " + service);
      }
      verdicts.text(answer, "raw bytes on " + service);
    } catch (java.net.SocketTimeoutException e) {
      verdicts.add("neither an answer nor an end after raw bytes on " + service);
    } catch (IOException e) {
      // It hung up on us, which is its right.
    }
  }

  private URI at(String service) {
    URI uri = stack.services().get(service);
    if (uri == null) {
      throw new IllegalStateException("no " + service);
    }
    return uri;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
