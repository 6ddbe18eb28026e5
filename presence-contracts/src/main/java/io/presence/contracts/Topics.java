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

  /**
   * Records of the other topics that a consumer could not read, byte for byte, under their own
   * keys; the headers {@link #DEAD_REASON} and so on say whence and why.
   */
  public static final String DEAD_LETTER = "presence.dead-letter";

  /** Header of a dead letter: why it could not be read; nothing of its content. */
  public static final String DEAD_REASON = "reason";

  /** Header of a dead letter: the consumer that gave it up. */
  public static final String DEAD_CONSUMER = "consumer";

  /** Header of a dead letter: the topic where it lay. */
  public static final String DEAD_TOPIC = "source_topic";

  /** Header of a dead letter: its partition there, decimal. */
  public static final String DEAD_PARTITION = "source_partition";

  /** Header of a dead letter: its offset there, decimal. */
  public static final String DEAD_OFFSET = "source_offset";

  private Topics() {}
}
