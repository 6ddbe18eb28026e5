/**
 * Traces: one change, from what a client did over heartbeat-function and expiry-worker to its
 * forwarding by each gateway. {@link io.presence.trace.Tracing} begins the steps; what joins them
 * is the W3C {@code traceparent}, which goes with a report in its batch and with a record in a
 * header of that name.
 *
 * <p>Only what may be a change has steps: an unchanged heartbeat has none, sampled or not. Whether
 * a trace is followed is decided where it begins; what is not followed is carried nowhere. Without
 * an endpoint there is nothing at all, not even a random number.
 */
@NullMarked
package io.presence.trace;

import org.jspecify.annotations.NullMarked;
