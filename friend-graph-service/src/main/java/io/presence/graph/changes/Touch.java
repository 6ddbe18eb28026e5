package io.presence.graph.changes;

import io.presence.contracts.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One person's relations have changed: one outbox row, later one record on {@code graph.changes}.
 *
 * @param other the other person, when it concerns only these two
 */
record Touch(UserId user, @Nullable UserId other) {}
