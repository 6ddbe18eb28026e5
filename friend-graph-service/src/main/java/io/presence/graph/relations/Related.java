package io.presence.graph.relations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import io.presence.graph.UserIdColumn;
import io.presence.graph.WireTimeColumn;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a list of relations: a row of the queries in {@link RelationRows}, and what clients
 * get.
 *
 * @param name null where the caller may not know it, or nobody has set one
 * @param since when it began: agreed, asked or blocked
 */
@MappedEntity
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Related(
    @Id @TypeDef(type = DataType.STRING, converter = UserIdColumn.class) UserId userId,
    @Nullable String name,
    @Nullable String pictureUrl,
    @TypeDef(type = DataType.TIMESTAMP, converter = WireTimeColumn.class) WireTime since) {}
