package io.presence.gateway.limit;

import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpRequest;
import io.presence.contracts.UserId;
import io.presence.web.ProblemException;
import io.presence.web.limit.Bounds;
import io.presence.web.limit.ClientAddress;
import io.presence.web.limit.RateLimits;
import io.presence.web.limit.Refusal;
import org.jspecify.annotations.Nullable;

/** Where budgets come from. Made at start, so that a bad setting is found then. */
@Context
public final class Budgets {
  private final RateLimits limits;
  private final ClientAddress addresses;

  Budgets(RateLimits limits, ClientAddress addresses, Bounds bounds) {
    this.limits = limits;
    this.addresses = addresses;
    limits.declare(ClientLimit.values());
    bounds.declare(ClientBound.values());
  }

  /** Of a socket that nobody has named yet. */
  public Budget ofSocket(HttpRequest<?> upgrade) {
    return new Budget(limits, addresses.of(upgrade));
  }

  /** Of a user's REST request. */
  public Budget of(HttpRequest<?> request, UserId user) {
    Budget budget = new Budget(limits, addresses.of(request));
    budget.belongsTo(user, null);
    return budget;
  }

  /**
   * @throws ProblemException 429 when there is one
   */
  public static void require(@Nullable Refusal refusal) {
    RateLimits.require(refusal);
  }
}
