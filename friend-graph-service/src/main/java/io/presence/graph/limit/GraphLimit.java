package io.presence.graph.limit;

import io.presence.web.limit.Limit;

/**
 * The limits of calls. {@code EDITS_PER_USER} is set by {@code PRESENCE_LIMITS_EDITS_PER_USER}, and
 * so on. Each instance counts for itself.
 *
 * <p>Admins and support act for many people, and often from one address, an operator's own service:
 * they have limits of their own, whatever their address. An import is one edit, however long.
 */
public enum GraphLimit implements Limit {
  EDITS_PER_ADDRESS("3000/1m", "edits of the friend graph from one address"),
  EDITS_PER_USER("120/1m", "edits of the friend graph by one user"),
  EDITS_PER_ADMIN("60000/1m", "edits of the friend graph by one admin"),
  READS_PER_ADDRESS("30000/1m", "reads of the friend graph from one address"),
  READS_PER_USER("600/1m", "reads of the friend graph by one user"),
  READS_PER_ADMIN("60000/1m", "reads of the friend graph by one admin or support");

  private final String defaultRate;
  private final String what;

  GraphLimit(String defaultRate, String what) {
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
