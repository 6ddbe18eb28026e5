package io.presence.local.run;

import java.util.HashMap;
import java.util.Map;

/** Which rate limits the services keep. */
public enum Limits {
  /** One machine plays thousands of clients, faster than people would. */
  LOCAL(Map.of("PRESENCE_FRAMES_PER_SECOND", "1000", "PRESENCE_FRAMES_BURST", "2000")),
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
