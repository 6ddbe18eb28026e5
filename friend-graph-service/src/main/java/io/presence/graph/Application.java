package io.presence.graph;

import io.micronaut.runtime.Micronaut;

/** Starts friend-graph-service. */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
