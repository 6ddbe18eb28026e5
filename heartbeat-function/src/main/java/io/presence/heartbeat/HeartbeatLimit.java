package io.presence.heartbeat;

import io.presence.web.limit.Limit;

/**
 * How often clients without a socket may call. {@code HEARTBEATS_PER_USER} is set by {@code
 * PRESENCE_LIMITS_HEARTBEATS_PER_USER}, and so on. Each instance counts for itself.
 */
public enum HeartbeatLimit implements Limit {
  HEARTBEATS_PER_ADDRESS("5000/1s", "heartbeats over REST from one address"),
  HEARTBEATS_PER_USER("300/1m", "heartbeats over REST of one user"),
  HEARTBEATS_PER_DEVICE("60/1m", "heartbeats over REST of one device");

  private final String defaultRate;
  private final String what;

  HeartbeatLimit(String defaultRate, String what) {
    this.defaultRate = defaultRate;
    this.what = what;
  }

  @Override
  public String defaultRate() {
    return defaultRate;
  }

  @Override
  public String what() {
    return what;
  }
}
