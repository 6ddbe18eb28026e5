package io.presence.stream;

/**
 * Told once what became of a record. Runs on the Kafka client's I/O thread: hand over at once,
 * never block.
 */
@FunctionalInterface
public interface Settlement {
  /** For whoever has a later chance to find out, such as the ledger. */
  Settlement IGNORED = acknowledged -> {};

  /**
   * @param acknowledged whether Kafka has the record on all in-sync replicas; if false it may or
   *     may not have it
   */
  void settled(boolean acknowledged);
}
