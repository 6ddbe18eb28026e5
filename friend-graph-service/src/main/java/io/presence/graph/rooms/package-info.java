/**
 * Rooms and who is in them. Admins write, support reads, other services ask on {@code /internal}.
 * The first member makes the room, the last one who leaves takes it away.
 *
 * <p>Being in a room together changes nobody's sight of anybody. Each joining and leaving is one
 * record on {@code graph.changes}, keyed by the member.
 */
@NullMarked
package io.presence.graph.rooms;

import org.jspecify.annotations.NullMarked;
