/**
 * A whole gateway over real sockets, on real Redis and Kafka. The other services are played by
 * {@link io.presence.gateway.it.Peers}: heartbeat-function by the real store behind the real
 * endpoint, the others by tables that tests fill.
 */
@NullMarked
package io.presence.gateway.it;

import org.jspecify.annotations.NullMarked;
