package io.presence.gateway.limit;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * The two doors of a gateway. A token that is no good costs its sender nothing, and no token still
 * less: neither may use up what those with a good one come in by. Thread-safe.
 */
@Singleton
public final class Admissions {
  private final Admission sessions;
  private final Admission nameless;

  Admissions(AdmissionSettings settings, MeterRegistry registry) {
    sessions = new Admission(settings, registry, TimeMeter.SYSTEM_NANOTIME);
    nameless = new Admission(settings, registry, TimeMeter.SYSTEM_NANOTIME);
  }

  /**
   * For whoever has shown a good token, at the upgrade or in the first frame.
   *
   * @return 0 to come in; else after how many milliseconds to try again
   */
  public long ofSession() {
    return sessions.retryAfterMillis();
  }

  /**
   * For an upgrade that brings no token. Its session needs an admission of its own.
   *
   * @return 0 to come in; else after how many milliseconds to try again
   */
  public long ofNameless() {
    return nameless.retryAfterMillis();
  }
}
