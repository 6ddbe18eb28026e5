package io.presence.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one setting with two names. How long somebody stays online after they were last heard is the
 * TTL to operators, {@code PRESENCE_TTL_MS}, and the offline delay to clients, {@code
 * PRESENCE_OFFLINE_DELAY_MS} ({@code offline_delay_ms} of {@code authenticated}): either will do.
 */
final class OtherNames {
  private static final String TTL = "PRESENCE_TTL_MS";
  private static final String OFFLINE_DELAY = "PRESENCE_OFFLINE_DELAY_MS";

  private OtherNames() {}

  /**
   * What the other names set, as properties that rank below the environment.
   *
   * @throws IllegalStateException when both are set and differ
   */
  static Map<String, Object> of(Map<String, String> environment) {
    String delay = set(environment, OFFLINE_DELAY);
    String ttl = set(environment, TTL);
    if (delay == null) {
      return Map.of();
    }
    if (ttl != null && !ttl.equals(delay)) {
      throw new IllegalStateException(
          "%s (%s) and %s (%s) are two names of one setting: set one of them, or both alike"
              .formatted(OFFLINE_DELAY, delay, TTL, ttl));
    }
    return Map.of("presence.ttl-ms", delay);
  }

  private static @Nullable String set(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
