package io.presence.simulation.bus;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.simulation.weave.FiberExecutors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Woven in place of {@code KafkaConsumer}. For one thread. */
public final class BusConsumer<K, V> implements BusReader<K, V> {
  private static final int MAX_RECORDS = 500;

  private final Bus bus = Bus.current();
  private final Scheduler scheduler = Scheduler.current();
  private final Machine machine = FiberExecutors.here();
  private final String groupName;
  private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
  private final Set<TopicPartition> paused = new LinkedHashSet<>();
  private final Deque<Bus.Entry> late = new ArrayDeque<>();
  private @Nullable String topic;
  private @Nullable Group group;
  private Group.@Nullable Member member;
  private @Nullable ConsumerRebalanceListener listener;
  private long seen = -1;

  public BusConsumer(Properties properties, Deserializer<K> keys, Deserializer<V> values) {
    groupName = String.valueOf(properties.get("group.id"));
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
    topic = topics.iterator().next();
    group = bus.group(groupName, topic);
    listener = rebalances;
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.put(partition, 0L));
  }

  @Override
  public Set<TopicPartition> assignment() {
    return new LinkedHashSet<>(positions.keySet());
  }

  @Override
  public ConsumerRecords<K, V> poll(Duration patience) {
    long deadline = scheduler.now() + patience.toNanos();
    while (true) {
      if (bus.reaches(machine)) {
        rebalance();
        ConsumerRecords<K, V> records = fetch();
        if (!records.isEmpty() || scheduler.now() >= deadline) {
          return records;
        }
      } else if (scheduler.now() >= deadline) {
        return ConsumerRecords.empty();
      }
      await(deadline - scheduler.now());
    }
  }

  /** For records, or for half a second: then there may be a rebalance. */
  private void await(long nanos) {
    long longest = late.isEmpty() ? 500_000_000L : 20_000_000L;
    scheduler.await(bus.signal(topic()), Math.max(1, Math.min(nanos, longest)));
  }

  private String topic() {
    String subscribed = topic;
    return subscribed != null ? subscribed : positions.keySet().iterator().next().topic();
  }

  private void rebalance() {
    Group joined = group;
    if (joined == null) {
      return;
    }
    Group.Member me = member;
    if (me != null && me.expelled) {
      revoke(new TreeSet<>(mine()), true);
      me = null;
    }
    if (me == null) {
      me = joined.join(machine);
      member = me;
    }
    joined.beat(me);
    if (!me.toGive.isEmpty()) {
      Set<Integer> given = new TreeSet<>(me.toGive);
      revoke(given, false);
      joined.gave(me, given);
    }
    if (seen == joined.version()) {
      return;
    }
    seen = joined.version();
    Set<Integer> added = joined.owned(me);
    added.removeAll(mine());
    if (!added.isEmpty() && listener != null) {
      List<TopicPartition> partitions = added.stream().map(this::partition).toList();
      partitions.forEach(
          partition -> positions.put(partition, joined.committed(partition.partition())));
      listener.onPartitionsAssigned(partitions);
    }
  }

  private Set<Integer> mine() {
    Set<Integer> mine = new TreeSet<>();
    positions.keySet().forEach(partition -> mine.add(partition.partition()));
    return mine;
  }

  private void revoke(Set<Integer> partitions, boolean lost) {
    List<TopicPartition> gone = partitions.stream().map(this::partition).toList();
    if (listener != null && !gone.isEmpty()) {
      if (lost) {
        listener.onPartitionsLost(gone);
      } else {
        listener.onPartitionsRevoked(gone);
      }
    }
    gone.forEach(positions::remove);
    paused.removeAll(gone);
  }

  private TopicPartition partition(int partition) {
    return new TopicPartition(String.valueOf(topic), partition);
  }

  private boolean hasNothing() {
    for (var position : positions.entrySet()) {
      if (position.getValue() < bus.log(position.getKey()).size()) {
        return false;
      }
    }
    return late.isEmpty();
  }

  private ConsumerRecords<K, V> fetch() {
    if (hasNothing()) {
      return ConsumerRecords.empty();
    }
    Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
    while (!late.isEmpty()) {
      add(records, late.remove());
    }
    for (TopicPartition partition : List.copyOf(positions.keySet())) {
      if (paused.contains(partition)) {
        continue;
      }
      List<Bus.Entry> log = bus.log(partition);
      long from = positions.getOrDefault(partition, 0L);
      int to = (int) Math.min(log.size(), from + MAX_RECORDS);
      if (from < to) {
        for (Bus.Entry entry : log.subList((int) from, to)) {
          switch (bus.weather().fate(entry.topic())) {
            case ARRIVES -> add(records, entry);
            case LOST -> {}
            case TWICE -> {
              add(records, entry);
              late.add(entry);
            }
            case LATER -> late.add(entry);
          }
        }
        positions.put(partition, (long) to);
        next.put(partition, new OffsetAndMetadata(to));
      }
    }
    return new ConsumerRecords<>(records, next);
  }

  @SuppressWarnings("unchecked")
  private void add(Map<TopicPartition, List<ConsumerRecord<K, V>>> records, Bus.Entry entry) {
    ConsumerRecord<K, V> record =
        new ConsumerRecord<>(
            entry.topic(),
            entry.partition(),
            entry.offset(),
            0,
            TimestampType.CREATE_TIME,
            0,
            entry.value() == null ? 0 : entry.value().length,
            null,
            (V) entry.value(),
            new RecordHeaders(entry.headers()),
            Optional.empty());
    records
        .computeIfAbsent(
            new TopicPartition(entry.topic(), entry.partition()), key -> new ArrayList<>())
        .add(record);
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(partitions);
  }

  @Override
  public Set<TopicPartition> paused() {
    return new LinkedHashSet<>(paused);
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    if (group != null && bus.reaches(machine) && late.isEmpty()) {
      offsets.forEach(
          (partition, offset) -> group.commit(member, partition.partition(), offset.offset()));
    }
  }

  @Override
  public void commitSync(Duration patience) {
    if (!bus.reaches(machine)) {
      scheduler.sleep(patience.toNanos());
      throw new TimeoutException("the brokers do not answer");
    }
    if (!late.isEmpty()) {
      throw new CommitFailedException("records are still on their way");
    }
    boolean all = true;
    for (var position : positions.entrySet()) {
      all &=
          group != null && group.commit(member, position.getKey().partition(), position.getValue());
    }
    if (!all) {
      throw new CommitFailedException("the group has moved on");
    }
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.put(partition, (long) bus.log(partition).size()));
    late.clear();
  }

  @Override
  public long position(TopicPartition partition) {
    require(Duration.ofSeconds(1));
    return positions.getOrDefault(partition, 0L);
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration patience) {
    require(patience);
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    partitions.forEach(partition -> ends.put(partition, (long) bus.log(partition).size()));
    return ends;
  }

  private void require(Duration patience) {
    if (!bus.reaches(machine)) {
      scheduler.sleep(patience.toNanos());
      throw new TimeoutException("the brokers do not answer");
    }
  }

  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return OptionalLong.of(bus.log(partition).size() - positions.getOrDefault(partition, 0L));
  }

  @Override
  public List<PartitionInfo> partitionsFor(String name) {
    return IntStream.range(0, bus.partitions(name))
        .mapToObj(i -> new PartitionInfo(name, i, null, null, null))
        .toList();
  }

  @Override
  public void wakeup() {}

  @Override
  public void close(CloseOptions options) {
    close();
  }

  @Override
  public void close() {
    if (group != null && member != null) {
      group.leave(member);
    }
  }
}
