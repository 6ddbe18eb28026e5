package io.presence.lambda.lastseen;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import io.micronaut.context.ApplicationContext;
import io.presence.lambda.FunctionContext;
import io.presence.lambda.Snapshots;
import io.presence.lastseen.FetchedChanges;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The beans of last-seen-persister, with connections to Postgres and Kafka that all invocations
 * share.
 */
final class LastSeenService implements Snapshots.Service {
  private final ApplicationContext context;
  private final FetchedChanges changes;

  private LastSeenService(ApplicationContext context) {
    this.context = context;
    this.changes = context.getBean(FetchedChanges.class);
  }

  static LastSeenService start() {
    return new LastSeenService(FunctionContext.start());
  }

  void write(KafkaEvent event) {
    changes.write(
        event.getRecords().values().stream()
            .flatMap(Collection::stream)
            .map(LastSeenService::fetched)
            .toList());
  }

  private static ConsumerRecord<byte[], byte[]> fetched(KafkaEventRecord record) {
    return new ConsumerRecord<>(
        record.getTopic(),
        record.getPartition(),
        record.getOffset(),
        bytes(record.getKey()),
        bytes(record.getValue()));
  }

  /** What is no base64 is no change either, and is buried like one. */
  private static byte @Nullable [] bytes(@Nullable String value) {
    try {
      return value == null ? null : Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void prime() {
    changes.rehearse();
  }

  @Override
  public void close() {
    context.close();
  }
}
