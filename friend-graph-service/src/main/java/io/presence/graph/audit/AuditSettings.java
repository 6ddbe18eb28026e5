package io.presence.graph.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How long the audit is kept.
 *
 * @param days {@code PRESENCE_AUDIT_DAYS}: rows of the audit that are older are deleted; 0 keeps
 *     all for ever
 */
@ConfigurationProperties("presence.audit")
record AuditSettings(@Bindable(defaultValue = "400") int days) {
  private static final int MAX_DAYS = 36_500;

  AuditSettings {
    if (days < 0 || days > MAX_DAYS) {
      throw new IllegalArgumentException(
          "PRESENCE_AUDIT_DAYS must be between 0 (for ever) and %d, got %d"
              .formatted(MAX_DAYS, days));
    }
  }
}
