/**
 * How often a client may do a thing: token buckets per user, device or address ({@link
 * io.presence.web.limit.RateLimits}), and whose address a request comes from when proxies stand in
 * front ({@link io.presence.web.limit.ClientAddress}); and that every refusal by a limit or another
 * bound is counted ({@link io.presence.web.limit.Bounds}). A service lists its limits as an enum of
 * {@link io.presence.web.limit.Limit}.
 *
 * <p>Buckets live in this process, bounded in number: a deployment with N gateways allows a client
 * that spreads over all of them N times as much. Thread-safe; nothing here blocks.
 */
@NullMarked
package io.presence.web.limit;

import org.jspecify.annotations.NullMarked;
