/**
 * The data model of presence: the only code that knows Redis. {@link
 * io.presence.store.PresenceStore} is the door; behind it stand the Redis implementation and an
 * in-memory twin with the same behaviour (one contract suite runs over both), for simulation and
 * for tests of rules.
 *
 * <p>All keys of a user carry the tag of the user's shard and so live in one cluster slot, {@code
 * presence:{sNNN}:…}:
 *
 * <pre>
 * live:&lt;user&gt;:&lt;session&gt;   string, TTL   the lease that being heard renews; its expiry means gone
 * ended:&lt;user&gt;:&lt;session&gt;  string, 2×TTL tombstone: a session that has ended stays ended
 * seen                      zset          user:session → last heard, ms: what is due, and the exact last seen
 * due                       zset          user → next timer, ms: idle, expiry of a hand-set status
 * user:&lt;user&gt;             hash          the connection registry, hand-set status, merged status, version
 * unconfirmed               zset          user:version → ms: changes that Kafka has not acknowledged
 * changed                   zset          user → ms: what changed in the last 10 minutes
 * listen:&lt;user&gt;           zset, TTL     gateway → until, ms: gateways with a stream of a user who may have no session
 * graph:&lt;user&gt;            string        graph version, once it has changed
 * graphed                   zset          user → ms: whose graph version was raised in the last 10 minutes
 * room:&lt;room&gt;             hash, TTL     gateway:viewer → until, ms: who watches the room; by the room's own shard
 * rooms                     zset          room → until, ms: the rooms that are watched
 * watch:&lt;subject&gt;         hash, TTL     gateway → until, ms: gateways with explicit subscribers of the subject
 * epoch                     string        when the shard began, and whether it was emptied then
 * </pre>
 *
 * Beside the shards stand {@code presence:{gateways}:alive} (zset, incarnation → last announced,
 * ms) and {@code presence:{gateways}:connections} (hash, incarnation → sockets), and {@code
 * presence:{rooms}:asked} (zset, room,gateway,viewer → ms: who wants a room at once) and {@code
 * presence:{sweep}:swept} (string, TTL: somebody has looked at what is due).
 *
 * <p>Time is the Redis node's {@code TIME}. Every method blocks its caller until the server has
 * answered, pipelines what it sends, and is safe to call from many threads (virtual ones suit it);
 * none may be called on an I/O thread. A server that does not answer is a {@link
 * io.presence.store.StoreUnavailableException}.
 */
@NullMarked
package io.presence.store;

import org.jspecify.annotations.NullMarked;
