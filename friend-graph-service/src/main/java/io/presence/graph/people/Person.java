package io.presence.graph.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.graph.Etag;
import io.presence.graph.UserIdColumn;
import org.jspecify.annotations.Nullable;

/** A row of {@code users}, and what {@code /v1/users/{id}} answers. */
@MappedEntity("users")
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Person(
    @Id @TypeDef(type = DataType.STRING, converter = UserIdColumn.class) UserId userId,
    String name,
    @Nullable String pictureUrl) {
  Etag etag() {
    return Etag.of(name, pictureUrl);
  }
}
