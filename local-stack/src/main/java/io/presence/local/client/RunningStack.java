package io.presence.local.client;

import io.presence.contracts.UserId;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a running stack listens, and how to be somebody on it.
 *
 * @param gateways at least one; for instance {@code http://127.0.0.1:8080}
 * @param friendGraph friend-graph-service
 * @param userToken makes a token for a user
 * @param adminToken makes a token for an admin
 */
public record RunningStack(
    List<URI> gateways,
    URI friendGraph,
    Function<UserId, String> userToken,
    Supplier<String> adminToken) {
  public RunningStack {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("a stack has at least one gateway");
    }
  }
}
