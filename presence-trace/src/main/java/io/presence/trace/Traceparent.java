package io.presence.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The W3C's text of a place in a trace: {@code 00-TRACE-SPAN-FLAGS}. */
final class Traceparent {
  private static final int LENGTH = 55;

  private Traceparent() {}

  private static boolean hasItsForm(String text) {
    return text.startsWith("00-") && text.charAt(35) == '-' && text.charAt(52) == '-';
  }

  static @Nullable String of(SpanContext place) {
    return place.isValid()
        ? "00-%s-%s-%s"
            .formatted(place.getTraceId(), place.getSpanId(), place.getTraceFlags().asHex())
        : null;
  }

  /** Null for what is no such text: a trace is no reason to refuse anything. */
  static @Nullable Context read(@Nullable String text) {
    if (text == null || text.length() < LENGTH || !hasItsForm(text)) {
      return null;
    }
    String trace = text.substring(3, 35);
    String span = text.substring(36, 52);
    String flags = text.substring(53, LENGTH);
    if (!TraceId.isValid(trace) || !SpanId.isValid(span) || !flags.matches("[0-9a-f]{2}")) {
      return null;
    }
    SpanContext place =
        SpanContext.createFromRemoteParent(
            trace, span, TraceFlags.fromHex(flags, 0), TraceState.getDefault());
    return Context.root().with(Span.wrap(place));
  }
}
