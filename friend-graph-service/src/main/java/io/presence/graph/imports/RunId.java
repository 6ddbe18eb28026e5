package io.presence.graph.imports;

import java.time.OffsetDateTime;

/**
 * One run of an import. Whoever begins another one with the same {@code Import-Id} ends this one:
 * it stores nothing more.
 *
 * @param startedAt as the database has it, to the microsecond
 */
record RunId(String importId, OffsetDateTime startedAt) {}
