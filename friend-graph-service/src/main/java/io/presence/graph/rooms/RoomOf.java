package io.presence.graph.rooms;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.presence.contracts.RoomId;
import io.presence.contracts.WireTime;

/**
 * A room that somebody is in.
 *
 * @param since when they joined
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record RoomOf(RoomId roomId, WireTime since) {}
