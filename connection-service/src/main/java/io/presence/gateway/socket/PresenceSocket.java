package io.presence.gateway.socket;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.presence.contracts.Frames;
import io.presence.gateway.channel.Channels;
import io.presence.gateway.limit.Budget;
import io.presence.gateway.limit.Budgets;
import io.presence.gateway.protocol.DeviceClaim;
import io.presence.web.Tokens;

/**
 * Where clients connect. Open to everybody: {@link UpgradeFilter} refuses bad tokens, {@link
 * Connection} those who never show one.
 */
@ServerWebSocket(value = PresenceSocket.PATH, subprotocols = Frames.PROTOCOL)
@Secured(SecurityRule.IS_ANONYMOUS)
public class PresenceSocket {
  static final String PATH = "/v1/presence/ws";

  private final Channels channels;
  private final Connections connections;
  private final Budgets budgets;

  PresenceSocket(Channels channels, Connections connections, Budgets budgets) {
    this.budgets = budgets;
    this.channels = channels;
    this.connections = connections;
  }

  @OnOpen
  void open(HttpRequest<?> request) {
    if (!UpgradeFilter.hasChecked(request)) {
      throw new IllegalStateException("an upgrade of " + request.getPath() + " was not checked");
    }
    DeviceClaim device = DeviceClaim.read(name -> request.getParameters().get(name));
    var token = request.getUserPrincipal(Authentication.class).flatMap(Tokens::verified);
    Budget budget = budgets.ofSocket(request);
    token.ifPresent(verified -> budget.belongsTo(verified.caller().userId(), device.deviceId()));
    channels.take(
        request, channel -> connections.open(channel, device, budget, token.orElse(null)));
  }

  /** The framework wants one; {@link Channels} takes every frame before it comes here. */
  @OnMessage
  void never(byte[] message, WebSocketSession session) {
    session.close(CloseReason.INTERNAL_ERROR);
  }
}
