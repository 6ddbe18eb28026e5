package io.presence.stream;

import org.apache.kafka.clients.consumer.Consumer;

/** How far a consumer is behind. */
public final class Lag {
  private Lag() {}

  /** Records in its partitions that it has not read, as of the last fetch. On its thread only. */
  public static long of(Consumer<?, ?> consumer) {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }
}
