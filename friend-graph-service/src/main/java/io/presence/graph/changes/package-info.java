/**
 * How a change of who may see whom comes into force. {@link
 * io.presence.graph.changes.GraphChanges#commit} is the one door: the write and its outbox rows in
 * one transaction; then the graph versions in Redis; then the caller gets their answer (invariant
 * Read-your-privacy-writes). The relay publishes the rows to {@code graph.changes} and deletes them
 * when Kafka has acknowledged them: at least once, in no promised order (receivers go by version).
 *
 * <p>If Redis does not answer, the change stays committed, the caller gets a 503, and both the
 * caller's next attempt and the relay raise the versions. If this process dies anywhere in between,
 * the relay of any instance does what is left.
 *
 * <p>Threads: callers run {@code commit} on their own; one virtual thread relays.
 */
@NullMarked
package io.presence.graph.changes;

import org.jspecify.annotations.NullMarked;
