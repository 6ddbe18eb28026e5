package io.presence.local.run;

import java.util.HashMap;
import java.util.Map;

/** Which rate limits the services keep. */
public enum Limits {
  /** One machine plays thousands of clients, faster than people would. */
  LOCAL(
      Map.ofEntries(
          Map.entry("PRESENCE_FRAMES_PER_SECOND", "1000"),
          Map.entry("PRESENCE_FRAMES_BURST", "2000"),
          Map.entry("PRESENCE_ADMISSIONS_PER_SECOND", "100000"),
          Map.entry("PRESENCE_LIMITS_CONNECTS_PER_ADDRESS", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_CONNECTS_PER_USER", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_CONNECTS_PER_DEVICE", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_FRAMES_PER_ADDRESS", "10000000/1s"),
          Map.entry("PRESENCE_LIMITS_FRAMES_PER_USER", "20000/1s"),
          Map.entry("PRESENCE_LIMITS_FRAMES_PER_DEVICE", "20000/1s"),
          Map.entry("PRESENCE_LIMITS_HEARTBEATS_PER_ADDRESS", "10000000/1s"),
          Map.entry("PRESENCE_LIMITS_HEARTBEATS_PER_USER", "20000/1s"),
          Map.entry("PRESENCE_LIMITS_HEARTBEATS_PER_DEVICE", "20000/1s"),
          Map.entry("PRESENCE_LIMITS_EDITS_PER_ADDRESS", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_EDITS_PER_USER", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_EDITS_PER_ADMIN", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_READS_PER_ADDRESS", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_READS_PER_USER", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_READS_PER_ADMIN", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_STATUSES_PER_ADDRESS", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_STATUSES_PER_USER", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_STATUSES_PER_DEVICE", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_SUBSCRIPTIONS_PER_ADDRESS", "100000000/1s"),
          Map.entry("PRESENCE_LIMITS_SUBSCRIPTIONS_PER_USER", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_SUBSCRIPTIONS_PER_DEVICE", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_ROOMS_PER_ADDRESS", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_ROOMS_PER_USER", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_ROOMS_PER_DEVICE", "10000/1s"),
          Map.entry("PRESENCE_LIMITS_LOOKUPS_PER_ADDRESS", "100000000/1s"),
          Map.entry("PRESENCE_LIMITS_LOOKUPS_PER_USER", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_LOOKUPS_PER_DEVICE", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_CALLS_PER_ADMIN", "1000000/1s"),
          Map.entry("PRESENCE_LIMITS_HISTORY_PER_ADMIN", "1000000/1s"))),
  /** What the services come with. */
  PRODUCTION(Map.of());

  @SuppressWarnings("ImmutableEnumChecker") // Map.of
  private final Map<String, String> raised;

  Limits(Map<String, String> raised) {
    this.raised = raised;
  }

  /** What to set for the services; a limit that the caller has set stays as it is. */
  Map<String, String> environment(Map<String, String> caller) {
    Map<String, String> own = new HashMap<>(raised);
    own.keySet().removeAll(caller.keySet());
    return own;
  }
}
