/**
 * Turns what gateways report of sessions into Redis writes, and reports every transition.
 *
 * <p>A batch is applied in the store as one pipeline; people whom the store does not know are
 * looked up at last-seen-persister before anything is announced of them; then the changes go to
 * {@code presence-stream} and the answer to the gateway, which never waits for Kafka. Stateless:
 * any number of instances, all requests on virtual threads.
 */
@NullMarked
package io.presence.heartbeat;

import org.jspecify.annotations.NullMarked;
