package io.presence.graph.relations;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much of the graph may be about one person.
 *
 * @param maxContacts contacts of one person; {@code PRESENCE_GRAPH_MAX_CONTACTS}. Imports are not
 *     held to it: they are the operator's own data
 * @param maxBlocks people that one person may block; {@code PRESENCE_GRAPH_MAX_BLOCKS}
 * @param maxRequests requests of one person that nobody has accepted; {@code
 *     PRESENCE_GRAPH_MAX_REQUESTS}
 */
@ConfigurationProperties("presence.graph")
record RelationLimits(
    @Bindable(defaultValue = "50000") int maxContacts,
    @Bindable(defaultValue = "10000") int maxBlocks,
    @Bindable(defaultValue = "1000") int maxRequests) {
  RelationLimits {
    if (maxContacts < 1 || maxBlocks < 1 || maxRequests < 1) {
      throw new IllegalArgumentException(
          ("PRESENCE_GRAPH_MAX_CONTACTS (%d), PRESENCE_GRAPH_MAX_BLOCKS (%d) and"
                  + " PRESENCE_GRAPH_MAX_REQUESTS (%d) must be at least 1")
              .formatted(maxContacts, maxBlocks, maxRequests));
    }
  }
}
