/**
 * Rooms on this gateway: who subscribes to which, what they are told, and what changes when people
 * join and leave.
 *
 * <p>A room below the threshold is its members: whoever subscribes watches each of the others. A
 * larger one is counted by the worker that owns it ({@code expiry-worker}), for each viewer apart;
 * this gateway notes in the store who watches, renews that, asks for the first answer and forwards
 * what comes. Only members may subscribe: the friend graph is asked once the subscription is there,
 * again when {@code graph.changes} says that somebody has joined or left, and now and then without
 * a reason. Who may not is told the same of rooms that exist and of those that do not.
 *
 * <p>What blocks runs on virtual threads. When the owner of a room is gone, the next one answers;
 * until then a subscription waits, and then is {@code unavailable}.
 */
@NullMarked
package io.presence.gateway.room;

import org.jspecify.annotations.NullMarked;
