/**
 * One client's WebSocket as a Netty channel: complete text frames in, encoded frames out, and every
 * way it can end. Nothing here knows what the frames say. An {@link
 * io.presence.gateway.channel.Outlet} is the way out of such a socket, or of a stream of events.
 *
 * <p>Invariants: what one client can make the server hold is bounded (frame size, frames per
 * second, bytes and frames that wait to be read, and for how long); frames leave in the order in
 * which they were enqueued, but one that waits gives way to a newer one about the same; an end is
 * told exactly once.
 */
@NullMarked
package io.presence.gateway.channel;

import org.jspecify.annotations.NullMarked;
