/**
 * Pushes: reads the gateway's own partition of {@code presence.deliveries} and hands each record to
 * the sessions that it is for, as the bytes that came.
 *
 * <p>{@link io.presence.gateway.delivery.TailConsumer} is how this service reads a topic: by
 * itself, without a group, from the end that it found at start, because what was said before a
 * client came is in the client's snapshot.
 *
 * <p>One thread for each consumer. Nothing waits on it: sessions only enqueue.
 */
@NullMarked
package io.presence.gateway.delivery;

import org.jspecify.annotations.NullMarked;
