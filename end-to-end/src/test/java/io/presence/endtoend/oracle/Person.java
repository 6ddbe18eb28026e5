package io.presence.endtoend.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Somebody: what they are, in truth, and everything they have received. */
final class Person {
  final String id;
  final List<Device> devices;
  final History<Hand> hand = new History<>(Hand.NOTHING);
  final History<Privacy> privacy;
  final History<String> names;
  final List<Seat> seats = new ArrayList<>();
  final List<Listening> streams = new ArrayList<>();

  /** The open stream; null when there is none. Of its actor. */
  @Nullable Listening stream;

  final Queue<String> diary = new ConcurrentLinkedQueue<>();
  private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();

  Person(String id, List<Device> devices, Privacy privacy) {
    this.id = id;
    this.devices = List.copyOf(devices);
    this.privacy = new History<>(privacy);
    names = new History<>(name(0));
  }

  /** An answer of REST. */
  void hear(Heard answer) {
    heard.add(answer);
  }

  /** Everything received: by REST, on every socket and stream there ever was. */
  List<Heard> heard() {
    List<Heard> all = new ArrayList<>(heard);
    seats.forEach(seat -> all.addAll(seat.heard()));
    streams.forEach(stream -> all.addAll(stream.heard()));
    return all;
  }

  /** Like nobody else's: it is found wherever it hides. */
  private String name(int number) {
    return "^" + id + "^" + number + "^";
  }

  /** What they have not been called yet. */
  String anotherName() {
    return name(names.count());
  }

  /** Whether others, if allowed, could see them in this state. */
  boolean mayShow(@Nullable String message, String word, long moment) {
    return hand.at(moment).stream()
            .anyMatch(state ->
                java.util.Objects.equals(state.message(), message) && state.word().equals(word))
        && devices.stream().anyMatch(device -> device.mayCount(moment));
  }

  /** Whether others, if allowed, could see this status. */
  boolean mayShow(String word, long moment) {
    return hand.at(moment).stream().anyMatch(state -> state.word().equals(word))
        && devices.stream().anyMatch(device -> device.mayCount(moment));
  }

  /** Whether others, if allowed, could see them at all. */
  boolean mayShow(long moment) {
    return hand.at(moment).stream().anyMatch(state -> !state.isInvisible())
        && devices.stream().anyMatch(device -> device.mayCount(moment));
  }

  /** Whether others, if allowed, could see them offline. */
  boolean mayBeOffline(long moment) {
    return hand.at(moment).stream().anyMatch(Hand::isInvisible)
        || devices.stream().noneMatch(device -> device.counts(moment));
  }

  /** The types of the devices that may count. */
  Set<String> typesAt(long moment) {
    Set<String> types = new TreeSet<>();
    devices.stream()
        .filter(device -> device.mayCount(moment))
        .forEach(device -> types.add(device.type));
    return types;
  }

  boolean wasEverHere() {
    return devices.stream().anyMatch(device -> !device.lives.isEmpty());
  }

  void moments(Set<Long> into) {
    hand.moments(into);
    privacy.moments(into);
    for (Device device : devices) {
      device.signedOff.moments(into);
      device.lives.forEach(life -> life.moments(into));
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
