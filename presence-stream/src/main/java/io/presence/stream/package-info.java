/**
 * The only code that knows how changes and deliveries are written to Kafka, parallel to {@code
 * presence-store}, which is the only code that knows Redis. Whoever decides a change hands it to
 * {@link io.presence.stream.ChangePublisher} and goes on; whoever addresses a gateway hands frame
 * and addressees to {@link io.presence.stream.DeliveryPublisher}.
 *
 * <p>Whoever reads a topic and meets a record that nobody can read gives it to {@link
 * io.presence.stream.DeadLetters} and reads on.
 *
 * <p>No caller ever waits for Kafka in {@code publish}: a change is queued, written by one thread,
 * and confirmed in the store's ledger by another once Kafka has acknowledged it. Every queue is
 * bounded; what overflows or fails is simply not confirmed, and the owner of its shard publishes it
 * again from the ledger (invariant Announced at least once, applied once).
 */
@NullMarked
package io.presence.stream;

import org.jspecify.annotations.NullMarked;
