package io.presence.simulation.bus;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The brokers: logs and groups. */
public final class Bus {
  private static final ThreadLocal<@Nullable Bus> CURRENT = new ThreadLocal<>();

  private final Map<String, Integer> topics = new LinkedHashMap<>();
  private final Map<TopicPartition, List<Entry>> logs = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Object> signals = new LinkedHashMap<>();
  private final BusWeather weather;
  private final Scheduler scheduler;
  private Consumer<Entry> watcher = entry -> {};

  /** A record that was written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(
      String topic, int partition, long offset, byte @Nullable [] value, List<Header> headers) {}

  public Bus(Scheduler scheduler, BusWeather weather) {
    this.scheduler = scheduler;
    this.weather = weather;
    CURRENT.set(this);
  }

  static Bus current() {
    Bus bus = CURRENT.get();
    if (bus == null) {
      throw new IllegalStateException("no simulation runs");
    }
    return bus;
  }

  public void topic(String name, int partitions) {
    topics.put(name, partitions);
    for (int i = 0; i < partitions; i++) {
      logs.put(new TopicPartition(name, i), new ArrayList<>());
    }
  }

  /** Told of every record that is written. */
  public void watch(Consumer<Entry> watcher) {
    this.watcher = watcher;
  }

  int partitions(String topic) {
    return topics.getOrDefault(topic, 0);
  }

  BusWeather weather() {
    return weather;
  }

  boolean reaches(Machine machine) {
    return weather.reaches(machine);
  }

  List<Entry> log(TopicPartition partition) {
    List<Entry> log = logs.get(partition);
    if (log == null) {
      throw new IllegalArgumentException("no such partition: " + partition);
    }
    return log;
  }

  void append(String topic, int partition, byte @Nullable [] value, List<Header> headers) {
    List<Entry> log = log(new TopicPartition(topic, partition));
    Entry entry = new Entry(topic, partition, log.size(), value, headers);
    log.add(entry);
    watcher.accept(entry);
    scheduler.wake(signal(topic));
  }

  /** Who waits on it is woken by the next record of the topic. */
  Object signal(String topic) {
    return signals.computeIfAbsent(topic, key -> new Object());
  }

  Group group(String name, String topic) {
    return groups.computeIfAbsent(name, key -> new Group(scheduler, this, topic));
  }

  /** The records of a topic that a group has not committed. */
  public long behind(String name) {
    Group group = groups.get(name);
    return group == null ? 0 : group.behind();
  }

  /** All that was written to a topic. */
  public List<Entry> written(String topic) {
    List<Entry> all = new ArrayList<>();
    logs.forEach((partition, log) -> {
      if (partition.topic().equals(topic)) {
        all.addAll(log);
      }
    });
    return all;
  }
}
