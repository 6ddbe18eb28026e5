package io.presence.gateway.limit;

import io.presence.contracts.Frames;
import io.presence.web.limit.Limit;

/**
 * The limits of clients. {@code CONNECTS_PER_USER} is set by {@code
 * PRESENCE_LIMITS_CONNECTS_PER_USER}, and so on, to a number per period like {@code 60/1m}.
 */
public enum ClientLimit implements Limit {
  CONNECTS_PER_ADDRESS("3000/1m", 1, "connections from one address"),
  CONNECTS_PER_USER("60/1m", 1, "connections of one user"),
  CONNECTS_PER_DEVICE("30/1m", 1, "connections of one device"),
  FRAMES_PER_ADDRESS("5000/1s", 1, "frames from one address"),
  FRAMES_PER_USER("200/1s", 1, "frames of one user"),
  FRAMES_PER_DEVICE("100/1s", 1, "frames of one device"),
  STATUSES_PER_ADDRESS("6000/1m", 1, "status updates from one address"),
  STATUSES_PER_USER("60/1m", 1, "status updates of one user"),
  STATUSES_PER_DEVICE("30/1m", 1, "status updates of one device"),
  SUBSCRIPTIONS_PER_ADDRESS("100000/1m", Frames.MAX_USER_IDS, "ids subscribed to from one address"),
  SUBSCRIPTIONS_PER_USER("10000/1m", Frames.MAX_USER_IDS, "ids subscribed to by one user"),
  SUBSCRIPTIONS_PER_DEVICE("5000/1m", Frames.MAX_USER_IDS, "ids subscribed to by one device"),
  ROOMS_PER_ADDRESS("6000/1m", 1, "rooms subscribed to or looked up from one address"),
  ROOMS_PER_USER("120/1m", 1, "rooms subscribed to or looked up by one user"),
  ROOMS_PER_DEVICE("60/1m", 1, "rooms subscribed to by one device"),
  LOOKUPS_PER_ADDRESS("100000/1m", Frames.MAX_USER_IDS, "ids looked up from one address"),
  LOOKUPS_PER_USER("10000/1m", Frames.MAX_USER_IDS, "ids looked up by one user"),
  LOOKUPS_PER_DEVICE("5000/1m", Frames.MAX_USER_IDS, "ids looked up by one device"),
  CALLS_PER_ADMIN("6000/1m", 1, "explanations, evictions and figures of one admin or support");

  private final String defaultRate;
  private final int least;
  private final String what;

  ClientLimit(String defaultRate, int least, String what) {
    this.defaultRate = defaultRate;
    this.least = least;
    this.what = what;
  }

  @Override
  public String defaultRate() {
    return defaultRate;
  }

  @Override
  public int least() {
    return least;
  }

  @Override
  public String what() {
    return what;
  }
}
