package io.presence.web.limit;

/**
 * One limit of a service, of a rate; an enum lists them. Configured by {@code
 * presence.limits.<key>}.
 */
public interface Limit extends Bound {
  /** What it is unless configured, as {@link Rate#parse} reads it. */
  String defaultRate();

  /** The least number that can be configured: what one request may ask for at once. */
  default int least() {
    return 1;
  }

  /** For clients: what is limited, for instance {@code connections of one user}. */
  String what();
}
