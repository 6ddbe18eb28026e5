package io.presence.local.chaos;

/** What is broken, and mended again. */
@FunctionalInterface
interface Fault {
  /** Breaks it, waits as long as it stays broken, and mends it; returns when all is ready again. */
  void happen(Scene scene) throws InterruptedException;
}
