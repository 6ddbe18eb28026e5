package io.presence.simulation.world;

import io.presence.contracts.UserId;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a few devices. */
final class Person {
  final UserId user;
  final List<Client> clients = new ArrayList<>();

  Person(UserId user) {
    this.user = user;
  }

  /** When a gateway heard any of their clients last; -1 for never. */
  long heardAt() {
    return clients.stream().mapToLong(client -> client.heardAt).max().orElse(-1);
  }

  @Override
  public String toString() {
    return user.value();
  }
}
