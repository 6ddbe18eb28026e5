package io.presence.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer is told of one subject: the only outbound shape of a person, built by {@link
 * Visibility} and nowhere else.
 *
 * @param userId the subject
 * @param status what the viewer may see of it
 * @param lastSeen null when never, or not for this viewer
 * @param lastSeenApprox absent unless this viewer is shown an approximation in place of last seen
 * @param customMessage absent when none, offline, or not for this viewer
 * @param deviceTypes empty when offline or not for this viewer
 * @param version true as of; receivers drop what is not newer
 * @param live whether the viewer is told of changes from here on
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record PresenceView(
    UserId userId,
    VisibleStatus status,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable WireTime lastSeen,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LastSeenApprox lastSeenApprox,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String customMessage,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<DeviceType> deviceTypes,
    long version,
    boolean live) {

  /** The same, true as of another version: for a correction that must beat what it corrects. */
  public PresenceView withVersion(long newer) {
    return new PresenceView(
        userId, status, lastSeen, lastSeenApprox, customMessage, deviceTypes, newer, live);
  }
}
