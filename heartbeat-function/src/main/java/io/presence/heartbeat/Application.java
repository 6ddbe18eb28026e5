package io.presence.heartbeat;

import io.micronaut.runtime.Micronaut;

/** heartbeat-function as a process of its own. */
public final class Application {
  private Application() {}

  /** Starts the service; see {@code application.yml} for what the environment sets. */
  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
