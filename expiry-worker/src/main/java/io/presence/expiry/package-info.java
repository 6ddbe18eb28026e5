/**
 * Decides on time who went offline ({@code sweep}), and fans every change out to exactly the
 * gateways that hold an interested, permitted, connected viewer ({@code fanout}).
 *
 * <p>Any number of workers: Kafka's assignment of {@code presence.changes} says who owns which
 * shards. A worker that dies is replaced within the group's session time-out; until then the others
 * decide its deadlines half a second later, and the changes wait in Kafka.
 */
@NullMarked
package io.presence.expiry;

import org.jspecify.annotations.NullMarked;
