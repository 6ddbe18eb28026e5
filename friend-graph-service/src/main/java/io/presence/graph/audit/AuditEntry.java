package io.presence.graph.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code audit}, as {@code /v1/admin/audit} answers it.
 *
 * @param id grows with time
 * @param actor the admin
 * @param action such as {@code privacy.put}
 * @param target the person, room or import that was changed
 * @param other the second person, of what is between two, or the member of the room; an import has
 *     too many to name
 * @param before absent when there was nothing
 * @param after absent when nothing was left
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEntry(
    long id,
    WireTime at,
    String actor,
    String action,
    String target,
    @Nullable String other,
    @Nullable JsonNode before,
    @Nullable JsonNode after) {}
