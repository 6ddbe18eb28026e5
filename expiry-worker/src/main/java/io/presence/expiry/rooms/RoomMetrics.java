package io.presence.expiry.rooms;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What counting rooms costs. */
@Singleton
final class RoomMetrics {
  private final AtomicInteger rooms = new AtomicInteger();
  private final AtomicInteger members = new AtomicInteger();
  private final Timer ticks;
  private final Timer rounds;
  private final Counter frames;
  private final Counter asked;
  private final Counter loads;
  private final Counter failed;
  private final Counter late;

  RoomMetrics(MeterRegistry registry) {
    Gauge.builder("presence.rooms.watched", rooms, AtomicInteger::get)
        .description("rooms that this worker counts because somebody watches them")
        .register(registry);
    Gauge.builder("presence.rooms.members", members, AtomicInteger::get)
        .description("members of those rooms, held in memory")
        .register(registry);
    ticks =
        Timer.builder("presence.rooms.tick")
            .description("counting one room for all its viewers, and telling them")
            .register(registry);
    rounds =
        Timer.builder("presence.rooms.round")
            .description("one look at what changed, and all rooms that were due")
            .register(registry);
    frames =
        Counter.builder("presence.rooms.frames")
            .description("different answers encoded; viewers who are told the same share one")
            .register(registry);
    asked = registry.counter("presence.rooms.asked");
    late =
        Counter.builder("presence.rooms.late")
            .description(
                "viewers not told in a round, since what they see changed again and again in it")
            .register(registry);
    loads = registry.counter("presence.rooms.loads");
    failed = registry.counter("presence.rooms.failed");
  }

  void holding(int watchedRooms, int theirMembers) {
    rooms.set(watchedRooms);
    members.set(theirMembers);
  }

  void ticked(long nanos) {
    ticks.record(nanos, TimeUnit.NANOSECONDS);
  }

  void round(long nanos) {
    rounds.record(nanos, TimeUnit.NANOSECONDS);
  }

  void told(int differentFrames) {
    frames.increment(differentFrames);
  }

  void asked(int questions) {
    asked.increment(questions);
  }

  void loaded() {
    loads.increment();
  }

  void late(int viewers) {
    late.increment(viewers);
  }

  void failed() {
    failed.increment();
  }
}
