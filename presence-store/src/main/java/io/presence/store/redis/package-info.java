/**
 * The data model on Redis: Lettuce, and Lua where something may be a transition.
 *
 * <p>A script is three layers: a resource {@code verb_noun.lua} whose header names every key and
 * argument, one runner ({@link io.presence.store.redis.LuaScript} in a {@link
 * io.presence.store.redis.Pipeline}), and one typed class for each feature. Scripts speak the JSON
 * of presence-contracts: a report goes in as it is, a {@link io.presence.contracts.PresenceChanged}
 * comes out. Loading a person, the merge rule and the making of a change exist once in Lua, in
 * {@code person.lua}.
 *
 * <p>Invariants: a script changes one person, atomically, and declares every key; a session that
 * has ended has no lease and no entry in {@code seen}; a lease ends at {@code seen + TTL}, neither
 * ever moves back; every change is in {@code unconfirmed} until Kafka has it.
 *
 * <p>Threads: one shared connection; callers block until their pipeline is answered, at most two
 * seconds. When Redis dies, calls fail with {@link io.presence.store.StoreUnavailableException} at
 * once (commands are refused, not queued, while there is no connection) and work again as soon as
 * Lettuce has reconnected.
 */
@NullMarked
package io.presence.store.redis;

import org.jspecify.annotations.NullMarked;
