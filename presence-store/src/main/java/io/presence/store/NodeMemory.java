package io.presence.store;

/**
 * How full one node of the store is.
 *
 * @param node its address, {@code host:port}
 * @param usedBytes what its data and buffers take
 * @param maxBytes at which it refuses writes; 0 for no limit but the machine's
 * @param evicts whether it would rather forget keys when it is full, and so people
 */
public record NodeMemory(String node, long usedBytes, long maxBytes, boolean evicts) {}
