package io.presence.expiry.fanout;

import io.opentelemetry.api.trace.SpanKind;
import io.presence.contracts.PresenceChanged;
import io.presence.stream.TraceHeader;
import io.presence.trace.Step;
import io.presence.trace.Tracing;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The steps of those changes of a batch that are followed, from their reading until all of the
 * batch is told. Of changes that are folded into a newer one the step ends without deliveries. One
 * batch at a time, on two threads.
 */
@Singleton
final class FanOutTraces {
  private final Tracing tracing;
  private final Map<PresenceChanged, Step> steps =
      Collections.synchronizedMap(new IdentityHashMap<>());

  FanOutTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  void read(PresenceChanged change, ConsumerRecord<?, ?> record) {
    if (tracing.isOn()) {
      Step step = tracing.follow("fan out", SpanKind.CONSUMER, TraceHeader.of(record.headers()));
      if (step.isFollowed()) {
        steps.put(change, step.note("presence.version", change.version()));
      }
    }
  }

  Step of(PresenceChanged change) {
    return steps.getOrDefault(change, Step.NONE);
  }

  /** The batch is told, or given up. */
  void end(boolean told) {
    steps.values().forEach(step -> step.end(told));
    steps.clear();
  }
}
