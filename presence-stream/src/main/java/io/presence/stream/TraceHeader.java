package io.presence.stream;

import io.presence.trace.Tracing;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What joins the steps of a trace, as a header of a record: optional, like any later one. */
public final class TraceHeader {
  private TraceHeader() {}

  static void add(Headers headers, @Nullable String traceparent) {
    if (traceparent != null) {
      headers.add(Tracing.TRACEPARENT, traceparent.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Null for none. */
  public static @Nullable String of(Headers headers) {
    Header header = headers.lastHeader(Tracing.TRACEPARENT);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.US_ASCII);
  }
}
