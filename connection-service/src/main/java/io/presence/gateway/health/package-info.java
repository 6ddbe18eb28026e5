/**
 * What this gateway can promise at the moment: {@link io.presence.gateway.health.Level} decides it
 * from what is known of the store and of Kafka, {@link io.presence.gateway.health.Degradation}
 * tells clients once for each change of it, and newcomers when it is not the best.
 */
@NullMarked
package io.presence.gateway.health;

import org.jspecify.annotations.NullMarked;
