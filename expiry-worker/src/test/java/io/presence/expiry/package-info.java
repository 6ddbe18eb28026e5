/** The worker on real Redis and Kafka; the friend graph is ours to play. */
@NullMarked
package io.presence.expiry;

import org.jspecify.annotations.NullMarked;
