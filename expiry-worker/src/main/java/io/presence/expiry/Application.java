package io.presence.expiry;

import io.micronaut.runtime.Micronaut;

/** expiry-worker as a process of its own. */
public final class Application {
  private Application() {}

  /** Starts the worker; see {@code application.yml} for what the environment sets. */
  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
