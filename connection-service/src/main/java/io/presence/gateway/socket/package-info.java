/**
 * The protocol: from the upgrade ({@link io.presence.gateway.socket.UpgradeFilter}) over
 * authentication ({@link io.presence.gateway.socket.Joining}) and the snapshot ({@link
 * io.presence.gateway.socket.Snapshot}) to the frames of a live client ({@link
 * io.presence.gateway.socket.Commands}). {@link io.presence.gateway.socket.Connection} is one
 * client's side of it.
 *
 * <p>Threads: a frame is read on its channel's event loop. Heartbeats are done there; everything
 * else goes through the connection's {@link io.presence.gateway.socket.Serial} line onto virtual
 * threads, one frame at a time, so that a client that asks faster than we can answer waits for
 * itself.
 *
 * <p>The order that leaves no gap before the snapshot: this gateway's deliveries are positioned (it
 * takes no clients before), the session is registered here, then with the store; only then are the
 * contacts and their state read. What changes meanwhile is pushed to the registered session, waits,
 * and is sent after the snapshot if it is newer.
 */
@NullMarked
package io.presence.gateway.socket;

import org.jspecify.annotations.NullMarked;
