/**
 * What this gateway knows of each authenticated client: who it is, when it was heard ({@link
 * io.presence.gateway.session.Liveness}), and what it was last told of whom ({@link
 * io.presence.gateway.session.Told}). {@link io.presence.gateway.session.Sessions} finds them.
 *
 * <p>Invariants: a session is told nothing of a subject that is not newer than what it was told
 * before; frames about a subject leave in the order in which that was decided, because both happen
 * under the session's lock; a push that comes while the subject's state is being read waits for the
 * answer, so that there is no gap between a snapshot and the pushes after it.
 */
@NullMarked
package io.presence.gateway.session;

import org.jspecify.annotations.NullMarked;
