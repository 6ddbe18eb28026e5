/**
 * Compares what clients were told with what is true, whatever became of the deliveries: {@link
 * io.presence.gateway.repair.Repair} reads who has changed, finds those whom sessions here were
 * told something older of, and looks again for their viewers, at a bounded rate. {@link
 * io.presence.gateway.repair.StoreWatch} knows whether the truth can be read at all.
 *
 * <p>There is no index from subjects to the sessions that were told of them: it would cost more
 * memory than the sessions themselves, while one walk over what was told, once in a sync interval
 * and only if somebody has changed, costs a few percent of one core at worst.
 *
 * <p>Invariants: a change whose delivery was lost is made up for within one sync interval
 * (invariant Convergence); every correction is judged by {@link io.presence.gateway.lookup.Lookup},
 * as every answer is; while missing means unknown, nobody is corrected to offline because they are
 * missing.
 *
 * <p>Threads: one for the rounds, some for the lookups, one for the watch; all virtual, all may
 * block. When Redis does not answer, rounds fail and the next one goes on where the last had ended.
 */
@NullMarked
package io.presence.gateway.repair;

import org.jspecify.annotations.NullMarked;
