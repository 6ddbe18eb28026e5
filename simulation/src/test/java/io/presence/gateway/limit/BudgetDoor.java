package io.presence.gateway.limit;

import io.presence.web.limit.RateLimits;

/** Makes the budget of a socket without an HTTP request. */
public final class BudgetDoor {
  private BudgetDoor() {}

  public static Object budget(RateLimits limits, String address) {
    return new Budget(limits, address);
  }
}
