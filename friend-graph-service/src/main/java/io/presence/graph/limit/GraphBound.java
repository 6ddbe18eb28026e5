package io.presence.graph.limit;

import io.presence.web.limit.Bound;

/** How much of the graph may be about one person, or one room; {@code PRESENCE_GRAPH_MAX_…}. */
public enum GraphBound implements Bound {
  CONTACTS_PER_USER,
  REQUESTS_PER_USER,
  BLOCKS_PER_USER,
  EXCEPTIONS_PER_USER,
  MEMBERS_PER_ROOM
}
