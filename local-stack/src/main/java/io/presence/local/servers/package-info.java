/**
 * Real Redis, Kafka and Postgres on this machine: for tests through {@link
 * io.presence.local.servers.TestServers}, for {@code ./presence up} as child processes.
 *
 * <p>Redis and Postgres are the bundled binaries of this platform, unpacked once into a folder and
 * started as plain child processes on loopback. Each child hangs on a pipe from the JVM that
 * started it and is stopped when that JVM goes, however it goes: no test run leaves a server
 * behind. Kafka is one KRaft node, inside the test's JVM or in a child JVM of its own.
 *
 * <p>Everything here is thread-safe or confined to the thread that starts it; starting a server
 * blocks until the server answers, with a deadline.
 */
@NullMarked
package io.presence.local.servers;

import org.jspecify.annotations.NullMarked;
