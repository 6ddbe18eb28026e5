package io.presence.lastseen.history;

import io.presence.web.limit.Limit;

/**
 * How often support and admins may read history: set by {@code PRESENCE_LIMITS_HISTORY_PER_ADMIN}.
 * Each instance counts for itself.
 */
public enum HistoryLimit implements Limit {
  HISTORY_PER_ADMIN("600/1m", "reads of history by one admin or support");

  private final String defaultRate;
  private final String what;

  HistoryLimit(String defaultRate, String what) {
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
