package io.presence.lambda.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands for Secrets Manager: one operation of its HTTP interface, for who signs their question.
 */
public final class LocalSecrets implements AutoCloseable {
  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:";

  /** How often each was asked for; an HTTP client may repeat a question. */
  public final Map<String, Integer> questions = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  public LocalSecrets(Map<String, String> settings) throws IOException {
    secrets.putAll(settings);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What tells a function where to find these secrets, and which of its settings they are. */
  public Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + server.getAddress().getPort());
    secrets.keySet().forEach(setting -> variables.put("SECRET_ARN_" + setting, ARN + setting));
    return variables;
  }

  /** A new value, as after a rotation. */
  public void rotate(String setting, String value) {
    secrets.put(setting, value);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Map<?, ?> question =
          ObjectMapper.getDefault().readValue(exchange.getRequestBody(), Map.class);
      String arn = String.valueOf(question.get("SecretId"));
      questions.merge(arn.replace(ARN, ""), 1, Integer::sum);
      String value = arn.startsWith(ARN) ? secrets.get(arn.substring(ARN.length())) : null;
      boolean signed =
          String.valueOf(headers.getFirst("Authorization")).startsWith("AWS4-HMAC-SHA256 ")
              && "secretsmanager.GetSecretValue".equals(headers.getFirst("X-Amz-Target"));
      Map<String, String> body =
          signed && value != null
              ? Map.of("ARN", arn, "SecretString", value)
              : Map.of("__type", "AccessDeniedException", "Message", "not allowed");
      byte[] bytes = ObjectMapper.getDefault().writeValueAsBytes(body);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(signed && value != null ? 200 : 400, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
