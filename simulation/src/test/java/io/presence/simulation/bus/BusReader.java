package io.presence.simulation.bus;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What the services use of Kafka's {@code Consumer}: woven in its place. */
public interface BusReader<K, V> extends AutoCloseable {
  void subscribe(Collection<String> topics, ConsumerRebalanceListener listener);

  void assign(Collection<TopicPartition> partitions);

  Set<TopicPartition> assignment();

  ConsumerRecords<K, V> poll(Duration patience);

  void pause(Collection<TopicPartition> partitions);

  void resume(Collection<TopicPartition> partitions);

  Set<TopicPartition> paused();

  void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback);

  void commitSync(Duration patience);

  void seekToEnd(Collection<TopicPartition> partitions);

  long position(TopicPartition partition);

  Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration patience);

  OptionalLong currentLag(TopicPartition partition);

  List<PartitionInfo> partitionsFor(String topic);

  void wakeup();

  void close(CloseOptions options);

  @Override
  void close();
}
