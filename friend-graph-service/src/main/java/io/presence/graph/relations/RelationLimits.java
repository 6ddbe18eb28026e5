package io.presence.graph.relations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much one person may write into the graph without anybody's consent.
 *
 * @param maxBlocks people that one person may block; {@code PRESENCE_GRAPH_MAX_BLOCKS}
 * @param maxRequests requests of one person that nobody has accepted; {@code
 *     PRESENCE_GRAPH_MAX_REQUESTS}
 */
@ConfigurationProperties("presence.graph")
record RelationLimits(
    @Bindable(defaultValue = "10000") int maxBlocks,
    @Bindable(defaultValue = "1000") int maxRequests) {
  RelationLimits {
    if (maxBlocks < 1 || maxRequests < 1) {
      throw new IllegalArgumentException(
          "PRESENCE_GRAPH_MAX_BLOCKS (%d) and PRESENCE_GRAPH_MAX_REQUESTS (%d) must be at least 1"
              .formatted(maxBlocks, maxRequests));
    }
  }
}
