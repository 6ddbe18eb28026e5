/**
 * friend-graph-service: users, contacts, blocks and privacy in Postgres, and the answer to "who may
 * see whom, and what of them".
 *
 * <p>One package for each feature: {@code people} (users, privacy), {@code relations} (contacts,
 * requests, blocks), {@code imports}, {@code rooms}, {@code audit}, {@code limit}, {@code sights}
 * (what other services ask) and {@code changes}, through which every write goes that changes who
 * may see whom.
 *
 * <p>Requests run on virtual threads; one more relays the outbox. No state is kept in memory, so
 * any number of instances may run. Without Postgres everything answers 503; without Redis reads of
 * one's own data work, writes are saved and answer 503 until they are in force (invariant
 * Read-your-privacy-writes); without Kafka everything works and the outbox grows.
 */
@NullMarked
package io.presence.graph;

import org.jspecify.annotations.NullMarked;
