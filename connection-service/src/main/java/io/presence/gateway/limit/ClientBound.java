package io.presence.gateway.limit;

import io.presence.web.limit.Bound;

/** How many of a thing this gateway, a user or a session may have at once. */
public enum ClientBound implements Bound {
  /** {@code PRESENCE_MAX_CONNECTIONS}. */
  CONNECTIONS_PER_GATEWAY,
  /** {@code PRESENCE_MAX_WAITING_FRAMES}. */
  WAITING_FRAMES_PER_SOCKET,
  /** {@code PRESENCE_LOOKUPS_AT_ONCE}. */
  LOOKUPS_AT_ONCE_PER_GATEWAY,
  /** {@code PRESENCE_MAX_STREAMS}. */
  STREAMS_PER_USER,
  /** {@code PRESENCE_ROOM_COUNTS_AT_ONCE}. */
  ROOM_COUNTS_AT_ONCE_PER_GATEWAY,
  /** {@code PRESENCE_ROOMS_PER_SESSION}. */
  ROOMS_PER_SESSION,
  /** Of the protocol. */
  SUBSCRIPTIONS_PER_SESSION
}
