/**
 * Lookups: the state of people, judged by what the viewer may see of them.
 *
 * <p>The order is what makes it correct (invariant Read-your-privacy-writes): first the state, then
 * the sights. A state read at one moment is then judged by a sight fetched after it, so that
 * whatever was committed after a block has returned is never judged by a sight from before. Last
 * seen of people whom the store does not know is asked for last, for two reasons: only for those
 * whose last seen the viewer may see, so that blocked, hidden and never existed take the same steps
 * in the same time; and what it answers is dropped if it is newer than the state that was read.
 *
 * <p>Everything here blocks and belongs on virtual threads; how many lookups run at once is
 * bounded.
 */
@NullMarked
package io.presence.gateway.lookup;

import org.jspecify.annotations.NullMarked;
