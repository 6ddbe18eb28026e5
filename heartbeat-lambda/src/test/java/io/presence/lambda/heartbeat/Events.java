package io.presence.lambda.heartbeat;

import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.SessionReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Event documents of an HTTP API, payload 2.0, with what differs filled in. */
final class Events {
  private Events() {}

  static String batch(String serviceKey, boolean base64, List<SessionReport> reports)
      throws IOException {
    String body = ObjectMapper.getDefault().writeValueAsString(new ReportBatch(reports));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return document("batch")
        .replace("@KEY@", serviceKey)
        .replace("@LENGTH@", String.valueOf(bytes.length))
        .replace("@BASE64@", String.valueOf(base64))
        .replace("@BODY@", base64 ? Base64.getEncoder().encodeToString(bytes) : escaped(body));
  }

  static String client(String token, String body) throws IOException {
    return document("client").replace("@TOKEN@", token).replace("@BODY@", escaped(body));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String document(String name) throws IOException {
    try (InputStream in = Events.class.getResourceAsStream("/events/" + name + ".json")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
