package io.presence.gateway.socket;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.ClientChannel;
import io.presence.gateway.channel.Inbound;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.web.Caller;
import io.presence.web.Tokens;
import java.util.Set;

/** Opens a socket, as the upgrade does. */
public final class SocketDoor {
  private SocketDoor() {}

  /**
   * @param connections of the gateway
   * @param channel the simulated one: {@link ClientChannel} is woven away
   */
  public static Inbound open(
      Object connections,
      Object channel,
      Object budget,
      UserId user,
      DeviceId device,
      DeviceType type,
      Watch watch) {
    Tokens.Verified token = new Tokens.Verified(new Caller(user, Set.of()), null);
    DeviceClaim claim = new DeviceClaim(device, type, null, watch);
    Budget ofClient = (Budget) budget;
    ofClient.belongsTo(user, device);
    return ((Connections) connections).open((ClientChannel) channel, claim, ofClient, token);
  }
}
