package io.presence.lastseen;

import io.micronaut.runtime.Micronaut;

/**
 * Starts last-seen-persister. Exits if Postgres does not answer: whoever started it tries again.
 */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
