/**
 * friend-graph-service by its contract: rows in memory in place of Postgres, judged by the
 * product's own {@link io.presence.contracts.Visibility}; a write commits, raises graph versions,
 * and returns; an outbox tells {@code graph.changes}. Its SQL is not simulated.
 */
@NullMarked
package io.presence.simulation.graph;

import org.jspecify.annotations.NullMarked;
