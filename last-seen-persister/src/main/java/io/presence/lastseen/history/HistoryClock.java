package io.presence.lastseen.history;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What day it is: a few seconds of difference between servers harm nobody. */
@Factory
final class HistoryClock {
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }
}
