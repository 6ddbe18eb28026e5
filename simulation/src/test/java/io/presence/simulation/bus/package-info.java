/**
 * Kafka, as far as the services rely on it: partitioned logs, consumer groups that move partitions
 * without stopping the others, offsets, acknowledgements. What it may do to a record is what Kafka
 * and the network may do: keep it waiting, write it and lose the acknowledgement, bring it again.
 */
@NullMarked
package io.presence.simulation.bus;

import org.jspecify.annotations.NullMarked;
