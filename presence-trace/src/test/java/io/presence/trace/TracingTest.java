package io.presence.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(30)
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();

  @Test
  void aStepFollowsTheOneWhoseTextItIsGiven() {
    Step first = following(1).begin("first", SpanKind.PRODUCER);
    // In another process.
    Step second = following(0).follow("second", SpanKind.CONSUMER, first.traceparent());
    second.end(true);
    first.end(true);

    List<SpanData> spans = exported.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getName).containsExactly("second", "first");
    assertThat(spans.getFirst().getTraceId()).isEqualTo(spans.getLast().getTraceId());
    assertThat(spans.getFirst().getParentSpanId()).isEqualTo(spans.getLast().getSpanId());
  }

  @Test
  void whatIsNotFollowedIsCarriedNowhereAndBegunNowhereElse() {
    Step first = following(0).begin("first", SpanKind.PRODUCER);
    Step second = following(1).follow("second", SpanKind.CONSUMER, first.traceparent());
    second.end(true);

    assertThat(first).isSameAs(Step.NONE);
    assertThat(first.traceparent()).isNull();
    assertThat(second).isSameAs(Step.NONE);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void somebodyElsesWordThatATraceIsNotFollowedCounts() {
    String notSampled = "00-" + TRACE + "-" + SPAN + "-00";

    assertThat(following(1).follow("step", SpanKind.CONSUMER, notSampled)).isSameAs(Step.NONE);
  }

  @Test
  void whatIsNoTraceparentIsNotFollowed() {
    for (String text :
        List.of(
            "",
            "nonsense",
            "00-" + "0".repeat(32) + "-" + SPAN + "-01",
            "00-" + TRACE + "-" + SPAN + "-zz",
            "00-" + "g".repeat(52))) {
      assertThat(following(1).follow("step", SpanKind.INTERNAL, text)).isSameAs(Step.NONE);
    }
  }

  @Test
  void whatALaterVersionAddsToATraceparentIsIgnored() {
    String longer = "00-" + TRACE + "-" + SPAN + "-01-more";

    Step step = following(0).follow("step", SpanKind.INTERNAL, longer);
    assertThat(step.traceparent()).startsWith("00-" + TRACE + "-").endsWith("-01");
  }

  @Test
  void linesOfAStepNameItsTraceAndNoOthersDo() {
    Step step = following(1).begin("step", SpanKind.INTERNAL);
    try (var _ = step.logged()) {
      assertThat(Objects.requireNonNull(step.traceparent()))
          .contains(MDC.get("trace_id"), MDC.get("span_id"));
      try (var _ = Step.NONE.logged()) {
        assertThat(MDC.get("trace_id")).as("what is not followed says nothing").isNotNull();
      }
      assertThat(MDC.get("trace_id")).as("and takes nothing away").isNotNull();
    }
    assertThat(MDC.get("trace_id")).isNull();
  }

  @Test
  void offThereIsNothingToCarry() {
    Step step = Tracing.off().begin("step", SpanKind.INTERNAL);
    step.note("x", 1).end(false);

    assertThat(step).isSameAs(Step.NONE);
    assertThat(Tracing.off().follow("step", SpanKind.INTERNAL, "00-" + TRACE + "-" + SPAN + "-01"))
        .isSameAs(Step.NONE);
  }

  @Test
  void settingsThatCannotBeAreRefusedByName() {
    assertThat(new TraceSettings("https://collector/v1/traces", 1).ratio()).isEqualTo(1);
    assertThatThrownBy(() -> new TraceSettings(null, 1.1))
        .hasMessageContaining("PRESENCE_TRACE_RATIO")
        .hasMessageContaining("1.1");
    assertThatThrownBy(() -> new TraceSettings(null, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new TraceSettings("collector:4318", 1))
        .hasMessageContaining("PRESENCE_TRACE_ENDPOINT")
        .hasMessageContaining("collector:4318");
  }

  private Tracing following(double ratio) {
    return Tracing.of(
        SdkTracerProvider.builder()
            .setSampler(Tracing.sampler(ratio))
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build());
  }
}
