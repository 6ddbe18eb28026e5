package io.presence.graph.limit;

import io.micronaut.context.annotation.Context;
import io.presence.web.limit.Bounds;
import io.presence.web.limit.RateLimits;

/**
 * Made at start, unlike the filter: so a bad setting is found then, and every metric is there
 * before the first refusal.
 */
@Context
final class DeclaredLimits {
  DeclaredLimits(RateLimits limits, Bounds bounds) {
    limits.declare(GraphLimit.values());
    bounds.declare(GraphBound.values());
  }
}
