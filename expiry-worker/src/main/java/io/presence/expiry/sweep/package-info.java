/**
 * What time decides: leases that ran out, people who turned idle, hand-set statuses that ended, and
 * changes that Kafka has not confirmed.
 *
 * <p>The sweep is the clock; the server's expired events are a second, unreliable signal into the
 * same decision, which re-checks the truth in one script, so that however many workers look, one
 * gets the change (invariant Announced at least once, applied once). After an outage of the store
 * neither decides for a while ({@link io.presence.expiry.sweep.Outage}). Three threads: the
 * sweeper, the hints, the republisher. Each survives a store that does not answer, and begins again
 * when it does.
 */
@NullMarked
package io.presence.expiry.sweep;

import org.jspecify.annotations.NullMarked;
