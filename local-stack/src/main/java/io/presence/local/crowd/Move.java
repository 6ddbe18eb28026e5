package io.presence.local.crowd;

/** What people do. */
public enum Move {
  /** Connects. */
  JOIN,
  /** Signs off by closing the connection properly. */
  QUIT,
  /** Signs off by saying so, then closes. */
  LEAVE,
  /** The connection is cut: the server sees it end. */
  DROP,
  /** Falls silent: the server sees nothing at all. */
  TIMEOUT
}
