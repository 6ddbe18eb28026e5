/**
 * The local stack: everything that Presence needs, on one machine, with one command.
 *
 * <p>This package is the command line; {@code run} starts and watches the processes, {@code home}
 * is what they keep on disk, {@code servers} is Redis, Kafka and Postgres themselves.
 */
@NullMarked
package io.presence.local;

import org.jspecify.annotations.NullMarked;
