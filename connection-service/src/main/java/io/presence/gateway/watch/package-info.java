/**
 * Explicit watching: a session asks to be told of people, contacts or not ({@link
 * io.presence.gateway.watch.Watching}, the door). This gateway then has a lease in the store for
 * each of them ({@link io.presence.gateway.watch.Leases}), so that every change of them comes here
 * once, as the bare state; {@link io.presence.gateway.watch.WatchedChanges} asks who of the local
 * watchers may see what of it ({@link io.presence.gateway.watch.ViewerSights}) and pushes it to
 * those.
 *
 * <p>Invariants: the store knows of the watch before the subject's state is read, so that a change
 * is either in what was read or comes as a push. Nothing is pushed but by a permission that held
 * from before the change was committed until after it was asked for (invariant
 * Read-your-privacy-writes); where graph versions do not prove that, the viewer looks again as
 * after a change of the graph. A gateway that lost a lease looks again for everybody who relied on
 * it.
 *
 * <p>Threads: one virtual thread writes leases, two push. Callers of {@code watch} wait for the
 * store; nobody else blocks.
 */
@NullMarked
package io.presence.gateway.watch;

import org.jspecify.annotations.NullMarked;
