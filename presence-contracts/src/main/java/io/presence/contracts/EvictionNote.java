package io.presence.contracts;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * {@code POST /internal/v1/audit/evictions} of friend-graph-service, which keeps the audit: an
 * admin has ended sessions by hand.
 *
 * @param actor who did
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record EvictionNote(UserId actor, EndedSessions ended) {}
