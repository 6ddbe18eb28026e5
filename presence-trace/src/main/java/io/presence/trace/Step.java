package io.presence.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A part of a trace that somebody has begun and must end, on any thread. Attributes never name a
 * person: who may read traces is not who may see presence. Sessions are named, by ids that only
 * operators can look up.
 */
public final class Step {
  private static final String TRACE_ID = "trace_id";
  private static final String SPAN_ID = "span_id";

  /** Of what is not followed: does nothing, costs nothing. */
  public static final Step NONE = new Step(Span.getInvalid());

  private final Span span;
  private final @Nullable String traceparent;

  Step(Span span) {
    this.span = span;
    this.traceparent = Traceparent.of(span.getSpanContext());
  }

  /** Whether it is worth finding out what to note. */
  public boolean isFollowed() {
    return traceparent != null;
  }

  /** What the next step is told; null when nothing is followed. */
  public @Nullable String traceparent() {
    return traceparent;
  }

  /** It turned out what it is. One of few names: traces are looked for by them. */
  public void name(String name) {
    span.updateName(name);
  }

  public Step note(String attribute, String value) {
    span.setAttribute(attribute, value);
    return this;
  }

  public Step note(String attribute, long value) {
    span.setAttribute(attribute, value);
    return this;
  }

  public Step note(String attribute, List<String> values) {
    span.setAttribute(AttributeKey.stringArrayKey(attribute), values);
    return this;
  }

  /** The second time, and later, does nothing. */
  public void end(boolean ok) {
    if (!ok) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /** What this thread logs until it is closed names the trace. Steps are not nested. */
  public Logged logged() {
    if (traceparent == null) {
      return Logged.NOTHING;
    }
    MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
    MDC.put(SPAN_ID, span.getSpanContext().getSpanId());
    return Logged.UNTIL_CLOSED;
  }

  /** To be closed by the thread that opened it. */
  public enum Logged implements AutoCloseable {
    NOTHING,
    UNTIL_CLOSED;

    @Override
    public void close() {
      if (this == UNTIL_CLOSED) {
        MDC.remove(TRACE_ID);
        MDC.remove(SPAN_ID);
      }
    }
  }
}
