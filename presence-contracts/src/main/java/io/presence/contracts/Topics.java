package io.presence.contracts;

/** Kafka topics and record headers, by name. */
public final class Topics {
  /** {@link PresenceChanged}, keyed by user id, partition = shard mod partitions. */
  public static final String PRESENCE_CHANGES = "presence.changes";

  /**
   * Encoded frames for one gateway's viewers, no key, partition by gateway incarnation; see {@link
   * Delivery}.
   */
  public static final String PRESENCE_DELIVERIES = "presence.deliveries";

  /** {@link GraphChanged}, keyed by user id. */
  public static final String GRAPH_CHANGES = "graph.changes";

  private Topics() {}
}
