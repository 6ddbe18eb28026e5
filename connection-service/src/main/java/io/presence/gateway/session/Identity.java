package io.presence.gateway.session;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import org.jspecify.annotations.Nullable;

/**
 * Who a session is, for as long as its socket lives.
 *
 * @param device as the client named it, or one of this connection alone
 * @param platform free text of the client; null when not given
 */
public record Identity(
    UserId user, DeviceId device, DeviceType deviceType, @Nullable String platform, Watch watch) {}
