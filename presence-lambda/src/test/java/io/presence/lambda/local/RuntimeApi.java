package io.presence.lambda.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP interface between Lambda and a runtime (2018-06-01), from Lambda's side. A runtime asks
 * for events one at a time; with SnapStart it first says that it is ready for the snapshot, and
 * waits to be restored.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime";
  private static final Duration BUDGET = Duration.ofSeconds(60);

  final CompletableFuture<Void> readyForSnapshot = new CompletableFuture<>();

  private final HttpServer server;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private final CountDownLatch restored = new CountDownLatch(1);
  private final AtomicInteger count = new AtomicInteger();

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(BASE + "/invocation/next", this::next);
    server.createContext(BASE + "/invocation/", this::settle);
    server.createContext(BASE + "/restore/next", this::restoreNext);
    server.createContext(BASE + "/restore/error", this::failStart);
    server.createContext(BASE + "/init/error", this::failStart);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param whenAnswered runs when the answer is here and the runtime does not know it yet: from
   *     then on Lambda may freeze a function
   */
  CompletableFuture<String> invoke(String event, Runnable whenAnswered) {
    Invocation invocation =
        new Invocation(
            "request-" + count.incrementAndGet(), event, whenAnswered, new CompletableFuture<>());
    waiting.add(invocation);
    return invocation.answer;
  }

  void restore() {
    restored.countDown();
  }

  private void next(HttpExchange exchange) throws IOException {
    try (exchange) {
      Invocation invocation = waiting.take();
      running.put(invocation.id, invocation);
      var headers = exchange.getResponseHeaders();
      headers.add("Lambda-Runtime-Aws-Request-Id", invocation.id);
      headers.add(
          "Lambda-Runtime-Deadline-Ms", String.valueOf(Instant.now().plus(BUDGET).toEpochMilli()));
      headers.add(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:eu-west-1:000000000000:function:presence-test:live");
      headers.add(
          "Lambda-Runtime-Trace-Id",
          "Root=1-65f0a1b2-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0");
      headers.add("Content-Type", "application/json");
      answer(exchange, 200, invocation.event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** {@code …/invocation/ID/response} or {@code …/invocation/ID/error} */
  private void settle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      Invocation invocation = running.remove(path[4]);
      String body = body(exchange);
      if (invocation == null) {
        answer(exchange, 404, "{}");
        return;
      }
      invocation.whenAnswered.run();
      if (path[5].equals("response")) {
        invocation.answer.complete(body);
      } else {
        invocation.answer.completeExceptionally(new FunctionFailed(body));
      }
      answer(exchange, 202, "{}");
    }
  }

  private void restoreNext(HttpExchange exchange) throws IOException {
    try (exchange) {
      readyForSnapshot.complete(null);
      restored.await();
      answer(exchange, 200, "{}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failStart(HttpExchange exchange) throws IOException {
    try (exchange) {
      FunctionFailed failure = new FunctionFailed(body(exchange));
      readyForSnapshot.completeExceptionally(failure);
      waiting.forEach(invocation -> invocation.answer.completeExceptionally(failure));
      answer(exchange, 202, "{}");
    }
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private record Invocation(
      String id, String event, Runnable whenAnswered, CompletableFuture<String> answer) {}

  /** What the runtime reported instead of an answer. */
  static final class FunctionFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    FunctionFailed(String report) {
      super(report);
    }
  }
}
