/**
 * Who may see whom has changed: {@link io.presence.gateway.graph.GraphChanges} hears it from {@code
 * graph.changes} and finds the viewers here whom it may concern, {@link
 * io.presence.gateway.graph.Corrections} looks again and tells those who see a difference.
 *
 * <p>Invariants: a correction is judged as every lookup is ({@link
 * io.presence.gateway.lookup.Lookup}): sight and state together, again if either has moved; what a
 * viewer sees is compared with what they were told, so that a change that makes no difference to
 * them is not noticed; a correction that could not be made is tried again as long as the viewer is
 * here.
 */
@NullMarked
package io.presence.gateway.graph;

import org.jspecify.annotations.NullMarked;
