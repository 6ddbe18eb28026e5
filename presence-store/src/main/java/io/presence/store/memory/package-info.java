/**
 * The in-memory twin of the data model: the same behaviour, decided by the rules of
 * presence-contracts themselves, for simulation and for tests of rules. One contract suite and a
 * seeded random walk hold it and the Redis implementation together.
 *
 * <p>Deterministic: time comes from an injected clock, and nothing happens unless it is called; it
 * tells of no expired leases, which are only hints. One lock guards everything, so it is safe to
 * share between threads, and every call is atomic as a whole.
 */
@NullMarked
package io.presence.store.memory;

import org.jspecify.annotations.NullMarked;
