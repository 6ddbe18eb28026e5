/**
 * What admins did to others: who, what, to whom, before and after. A row is written in the
 * transaction of the write itself, so there is no change without its row and no row without its
 * change; a write that changed nothing leaves none. What people do to themselves is theirs, and is
 * not written down.
 *
 * <p>Rows are added, never changed, and deleted when they are older than the operator wants them
 * kept ({@code PRESENCE_AUDIT_DAYS}).
 */
@NullMarked
package io.presence.graph.audit;

import org.jspecify.annotations.NullMarked;
