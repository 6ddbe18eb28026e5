/**
 * The data model on Redis: Lettuce, and Lua where something may be a transition.
 *
 * <p>A script is three layers: a resource {@code verb_noun.lua} whose header names every key and
 * argument and whose first line says whether it goes on in a full Redis, one runner ({@link
 * io.presence.store.redis.LuaScript} in a {@link io.presence.store.redis.Pipeline}), and one typed
 * class for each feature. Scripts speak the JSON of presence-contracts: a report goes in as it is,
 * a {@link io.presence.contracts.PresenceChanged} comes out. Loading a person, the merge rule and
 * the making of a change exist once in Lua, in {@code person.lua}.
 *
 * <p>Invariants: a script changes one person, atomically, and declares every key; a session that
 * has ended has no lease and no entry in {@code seen}; a lease ends at {@code seen + TTL} (in a
 * full Redis {@code seen} lags until the next look), neither ever moves back; every change is in
 * {@code unconfirmed} until Kafka has it.
 *
 * <p>{@link io.presence.store.redis.RedisNodes} is all that is known of where the keys are: on one
 * server, or on the primaries of a cluster. Commands go to the node of their first key, which is
 * the node of all of them; a pipeline is one round trip to each node that it goes to; the clock is
 * that of the node ({@link io.presence.store.redis.NodeClocks}). While a node is away, what can be
 * done for the users of others is done.
 *
 * <p>Threads: one shared connection to each node; callers block until their pipeline is answered,
 * at most two seconds. When Redis dies, calls fail with {@link
 * io.presence.store.StoreUnavailableException} at once (commands are refused, not queued, while
 * there is no connection) and work again as soon as Lettuce has reconnected.
 */
@NullMarked
package io.presence.store.redis;

import org.jspecify.annotations.NullMarked;
