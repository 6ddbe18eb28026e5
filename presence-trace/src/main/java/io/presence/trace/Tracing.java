package io.presence.trace;

import io.micronaut.context.annotation.Property;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Begins the steps of traces, which OpenTelemetry's SDK exports on a thread of its own, with bounds
 * of its own: when the collector is away, spans are dropped and nobody waits.
 *
 * <p>Off without {@code PRESENCE_TRACE_ENDPOINT}. Safe for all threads; nothing but {@link #flush}
 * blocks.
 */
@Singleton
public final class Tracing {
  /** The name of a record's header, and of what a report has in its batch. */
  public static final String TRACEPARENT = "traceparent";

  private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(1);
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(3);

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  @Inject
  Tracing(
      TraceSettings settings,
      @Property(name = "micronaut.application.name", defaultValue = "presence") String service) {
    this(settings.endpoint() == null ? null : provider(settings.endpoint(), settings, service));
  }

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("io.presence");
  }

  /** No steps at all. */
  public static Tracing off() {
    return new Tracing((SdkTracerProvider) null);
  }

  /** With a provider that somebody else has set up. */
  static Tracing of(SdkTracerProvider provider) {
    return new Tracing(provider);
  }

  private static SdkTracerProvider provider(
      String endpoint, TraceSettings settings, String service) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(EXPORT_TIMEOUT).build();
    return SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.builder().put("service.name", service).build()))
        .setSampler(sampler(settings.ratio()))
        .addSpanProcessor(
            BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(EXPORT_INTERVAL)
                .setExporterTimeout(EXPORT_TIMEOUT)
                .build())
        .build();
  }

  /** Decided once, where a trace begins. */
  static Sampler sampler(double ratio) {
    return Sampler.parentBased(Sampler.traceIdRatioBased(ratio));
  }

  /** Whether anything is followed at all. */
  public boolean isOn() {
    return tracer != null;
  }

  /** Begins a trace, if this one is to be followed; whoever calls ends the step. */
  public Step begin(String name, SpanKind kind) {
    return tracer == null ? Step.NONE : start(tracer, name, kind, Context.root());
  }

  /**
   * Begins the next step of a trace; whoever calls ends it.
   *
   * @param before the {@code traceparent} of the step before; null, or what is none: nothing is
   *     followed
   */
  public Step follow(String name, SpanKind kind, @Nullable String before) {
    if (tracer == null || before == null) {
      return Step.NONE;
    }
    Context parent = Traceparent.read(before);
    return parent == null ? Step.NONE : start(tracer, name, kind, parent);
  }

  private static Step start(Tracer tracer, String name, SpanKind kind, Context parent) {
    Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
    return span.isRecording() ? new Step(span) : Step.NONE;
  }

  /** Waits until what has ended is exported, at most so long: for a process about to be frozen. */
  public void flush(Duration limit) {
    if (provider != null) {
      provider.forceFlush().join(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Exports what has ended. */
  @PreDestroy
  void close() {
    if (provider != null) {
      provider.shutdown().join(EXPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
