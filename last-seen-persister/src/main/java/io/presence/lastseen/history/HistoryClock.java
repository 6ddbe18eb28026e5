package io.presence.lastseen.history;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** What day it is: a few seconds of difference between servers harm nobody. */
@Singleton
final class HistoryClock implements InstantSource {
  @Override
  public Instant instant() {
    return Instant.now();
  }
}
