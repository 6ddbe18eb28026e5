package io.presence.simulation.bus;

import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a machine: idempotent and in order, gives a record up after 8 s, as the services
 * set it. A record whose acknowledgement is lost is written all the same.
 */
public final class BusProducer {
  private static final long DELIVERY_NANOS = 8_000_000_000L;

  private final Scheduler scheduler;
  private final Bus bus;
  private final Machine machine;

  /** When the last record to a partition is written: the next one comes after it. */
  private final Map<String, Long> lastAt = new LinkedHashMap<>();

  private BusProducer(Scheduler scheduler, Bus bus, Machine machine) {
    this.scheduler = scheduler;
    this.bus = bus;
    this.machine = machine;
  }

  /** What the services use of it; the rest of the interface throws. */
  @SuppressWarnings("unchecked")
  public static Producer<String, byte[]> of(Scheduler scheduler, Bus bus, Machine machine) {
    BusProducer producer = new BusProducer(scheduler, bus, machine);
    return (Producer<String, byte[]>)
        Proxy.newProxyInstance(
            BusProducer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "send" ->
                      producer.send(
                          (ProducerRecord<String, byte[]>) arguments[0], (Callback) arguments[1]);
                  case "partitionsFor" -> producer.partitionsFor((String) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private List<PartitionInfo> partitionsFor(String topic) {
    return IntStream.range(0, bus.partitions(topic))
        .mapToObj(i -> new PartitionInfo(topic, i, null, null, null))
        .toList();
  }

  private CompletableFuture<?> send(
      ProducerRecord<String, byte[]> record, @Nullable Callback callback) {
    Integer named = record.partition();
    int partition =
        named != null ? named : Math.floorMod(hash(record.key()), bus.partitions(record.topic()));
    attempt(record, partition, callback, scheduler.now() + DELIVERY_NANOS);
    return new CompletableFuture<>();
  }

  private static int hash(@Nullable String key) {
    return key == null ? 0 : key.hashCode();
  }

  private void attempt(
      ProducerRecord<String, byte[]> record,
      int partition,
      @Nullable Callback callback,
      long deadline) {
    if (!bus.reaches(machine)) {
      if (scheduler.now() >= deadline) {
        settle(callback, new TimeoutException("given up"));
      } else {
        scheduler.in(500_000_000L, machine, () -> attempt(record, partition, callback, deadline));
      }
      return;
    }
    String place = record.topic() + "-" + partition;
    long at =
        Math.max(scheduler.now() + bus.weather().wayNanos(), lastAt.getOrDefault(place, 0L) + 1);
    lastAt.put(place, at);
    // Once under way it arrives, whatever becomes of its sender.
    scheduler.in(
        at - scheduler.now(),
        () -> {
          bus.append(
              record.topic(), partition, record.value(), List.of(record.headers().toArray()));
          if (bus.weather().losesAcknowledgement()) {
            scheduler.in(
                Math.max(0, deadline - scheduler.now()),
                machine,
                () -> settle(callback, new TimeoutException("no acknowledgement")));
          } else {
            scheduler.in(bus.weather().wayNanos(), machine, () -> settle(callback, null));
          }
        });
  }

  private static void settle(@Nullable Callback callback, @Nullable Exception failure) {
    if (callback != null) {
      callback.onCompletion(null, failure);
    }
  }
}
