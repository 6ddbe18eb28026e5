package io.presence.endtoend.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Takes traces by OTLP over HTTP in Protocol Buffers, as an OpenTelemetry collector does, and keeps
 * them. One for all tests of the run; listens on loopback.
 */
public final class Collector implements AutoCloseable {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Collector.class);

  private final HttpServer server;
  private final List<Span> spans = new ArrayList<>();

  /**
   * One step.
   *
   * @param parent the id of the step before; empty for the first
   * @param service that exported it
   */
  public record Span(
      String trace,
      String id,
      String parent,
      String name,
      String service,
      Map<String, String> notes) {

    public String note(String name) {
      return notes.getOrDefault(name, "");
    }
  }

  private Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Gives the collector to tests. */
  public static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Collector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return of(context);
    }
  }

  /** The one of this run; closed after everything that was started later. */
  public static Collector of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("collector", key -> new Collector(), Collector.class);
  }

  /** The value of {@code PRESENCE_TRACE_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** All that was exported until now. */
  public List<Span> spans() {
    synchronized (spans) {
      return List.copyOf(spans);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Protobuf request = Protobuf.read(exchange.getRequestBody().readAllBytes());
      List<Span> came = new ArrayList<>();
      for (Protobuf.Field ofResource : request.all(1)) {
        Protobuf resource = ofResource.message();
        String service = notes(resource.one(1).message(), 1).getOrDefault("service.name", "nobody");
        for (Protobuf.Field ofScope : resource.all(2)) {
          ofScope.message().all(2).forEach(span -> came.add(span(span.message(), service)));
        }
      }
      synchronized (spans) {
        spans.addAll(came);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(Protobuf span, String service) {
    HexFormat hex = HexFormat.of();
    return new Span(
        hex.formatHex(span.one(1).bytes()),
        hex.formatHex(span.one(2).bytes()),
        hex.formatHex(span.one(4).bytes()),
        span.one(5).text(),
        service,
        notes(span, 9));
  }

  private static Map<String, String> notes(Protobuf owner, int field) {
    Map<String, String> notes = new HashMap<>();
    for (Protobuf.Field pair : owner.all(field)) {
      notes.put(pair.message().one(1).text(), value(pair.message().one(2).message()));
    }
    return notes;
  }

  /** A text, a list of them, or a number. */
  private static String value(Protobuf any) {
    if (!any.all(1).isEmpty()) {
      return any.one(1).text();
    }
    if (!any.all(5).isEmpty()) {
      return any.one(5).message().all(1).stream()
          .map(item -> value(item.message()))
          .collect(Collectors.joining(" "));
    }
    return Long.toString(any.one(3).number());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
