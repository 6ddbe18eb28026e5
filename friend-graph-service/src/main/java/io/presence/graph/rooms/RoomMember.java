package io.presence.graph.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.UserId;
import io.presence.contracts.WireTime;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a room.
 *
 * @param name null when nobody has set one
 * @param since when they joined
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoomMember(UserId userId, @Nullable String name, WireTime since) {}
