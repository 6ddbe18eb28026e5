/**
 * Counts rooms: who of their members is online, for each viewer those whom that viewer may see.
 *
 * <p>One thread, in {@link io.presence.expiry.rooms.RoomRounds}. The owner of a room's shard holds
 * the members and their statuses in memory for as long as somebody watches, reads only what changed
 * since the last time, and tells all viewers each interval, and those who ask at once. A room that
 * nobody watches costs nothing.
 *
 * <p>Statuses are read before it is read whose graph changed, whatever that makes doubtful is asked
 * of the friend graph again, and then the statuses of those concerned are read again: told is what
 * was read while no graph moved (invariant Read-your-privacy-writes). Under a storm of changes of
 * the graph a room is told late, not wrong. Who sees whom is decided there, by {@link
 * io.presence.contracts.Visibility#decide}; here it is only counted.
 *
 * <p>When the store or the friend graph does not answer, nobody is told anything until they do.
 * When this worker dies, the next owner of the shard finds the room by its watchers.
 */
@NullMarked
package io.presence.expiry.rooms;

import org.jspecify.annotations.NullMarked;
