package io.presence.contracts;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one person at one moment, as services know it. Never sent to a client: that is a
 * {@link PresenceView}, made by {@link Visibility}.
 *
 * @param status merged over devices and the hand-set status
 * @param customMessage the person's message, also while they are offline; null for none
 * @param deviceTypes of the devices that count, distinct and in enum order; empty unless somebody
 *     could see them
 * @param lastSeen epoch milliseconds; 0 for never. Frozen while offline or invisible
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record PersonState(
    Status status, @Nullable String customMessage, List<DeviceType> deviceTypes, long lastSeen) {
  /** Somebody of whom nothing is known: offline, never seen. */
  public static final PersonState UNKNOWN = new PersonState(Status.OFFLINE, null, List.of(), 0);

  public PersonState {
    deviceTypes = List.copyOf(deviceTypes);
  }
}
