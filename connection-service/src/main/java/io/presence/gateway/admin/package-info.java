/**
 * For people who help others: why somebody sees what they see ({@link
 * io.presence.gateway.admin.ExplainController}), and the end of sessions that should not be ({@link
 * io.presence.gateway.admin.EvictController}).
 *
 * <p>What is explained is not reckoned again: {@code seen} comes from the lookup that answers the
 * viewer, the graph's reasons from friend-graph-service, and the rest from what the store holds.
 * Controllers run on virtual threads.
 */
@NullMarked
package io.presence.gateway.admin;

import org.jspecify.annotations.NullMarked;
