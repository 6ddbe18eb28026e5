/**
 * The rules of folding without I/O; the table, the consumer and the endpoint on real Postgres and
 * Kafka.
 */
@NullMarked
package io.presence.lastseen;

import org.jspecify.annotations.NullMarked;
