package io.presence.local.run;

import io.presence.local.servers.ServerProcess.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One process of the stack.
 *
 * @param prepare runs before the process starts
 * @param environment all that the process gets of one
 * @param probe whether it does its work now; may block for a second
 * @param furnish runs once when it is ready for the first time, before whoever needs it starts
 */
record Component(
    String name,
    Tier tier,
    int port,
    Runnable prepare,
    List<String> command,
    Map<String, String> environment,
    StopSignal stopSignal,
    BooleanSupplier probe,
    Runnable furnish) {

  /** All but the first start together; a tier stops when those after it have stopped. */
  enum Tier {
    /** Others start when these are ready. */
    SERVER,
    /** Kafka. */
    STREAM,
    SERVICE,
    /** Stops first: clients are told to come back while all else still works. */
    GATEWAY
  }

  Component {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** One that needs nothing done before or after. */
  static Component service(
      String name,
      Tier tier,
      int port,
      List<String> command,
      Map<String, String> environment,
      BooleanSupplier probe) {
    return new Component(
        name, tier, port, () -> {}, command, environment, StopSignal.TERM, probe, () -> {});
  }

  /** Without the environment: it holds secrets. */
  @Override
  public String toString() {
    return name + " on port " + port;
  }
}
