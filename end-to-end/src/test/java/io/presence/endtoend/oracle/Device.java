package io.presence.endtoend.oracle;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One device of a person, and its sessions one after the other. */
final class Device {
  final String name;
  final String type;
  final int gateway;
  final boolean subscriptionsOnly;

  /** It has no socket: it lives as long as its heartbeats come. */
  final boolean socketless;

  final History<Boolean> signedOff = new History<>(false);
  final List<Life> lives = new CopyOnWriteArrayList<>();

  /** The open connection; null when there is none. Of its actor. */
  @Nullable Seat seat;

  Device(String name, String type, int gateway, boolean subscriptionsOnly, boolean socketless) {
    this.name = name;
    this.type = type;
    this.gateway = gateway;
    this.subscriptionsOnly = subscriptionsOnly;
    this.socketless = socketless;
  }

  boolean mayCount(long moment) {
    return signedOff.at(moment).contains(false)
        && lives.stream().anyMatch(life -> life.isPossible(moment));
  }

  boolean counts(long moment) {
    return signedOff.at(moment).equals(Set.of(false))
        && lives.stream().anyMatch(life -> life.isCertain(moment));
  }

  String query() {
    return "device_id=%s&device_type=%s%s"
        .formatted(name, type, subscriptionsOnly ? "&watch=subscriptions" : "");
  }

  @Override
  public String toString() {
    return name;
  }
}
