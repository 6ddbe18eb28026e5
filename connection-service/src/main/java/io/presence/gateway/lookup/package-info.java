/**
 * Lookups: the state of people, judged by what the viewer may see of them.
 *
 * <p>The order is what makes it correct (invariant Read-your-privacy-writes): the graph versions,
 * then the sights, then the state, then the versions again ({@link
 * io.presence.gateway.lookup.Inquiry}). A sight judges no state from before it was asked for, so
 * nobody is told what was before they were allowed; and if a version has moved by the time the
 * state was read, or the state since the round before, it is looked at once more, so that whatever
 * was committed after a block has returned is never judged by a sight from before. Last seen of
 * people whom the store does not know is asked for last, for two reasons: only for those whose last
 * seen the viewer may see, so that blocked, hidden and never existed take the same steps in the
 * same time; and what it answers is dropped if it is newer than the state that was read.
 *
 * <p>Everything here blocks and belongs on virtual threads; how many lookups run at once is
 * bounded.
 */
@NullMarked
package io.presence.gateway.lookup;

import org.jspecify.annotations.NullMarked;
