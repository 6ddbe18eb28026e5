package io.presence.simulation.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.Sights;
import io.presence.contracts.UserId;
import io.presence.simulation.bus.BusConfiguration;
import io.presence.simulation.bus.BusProducer;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.graph.GraphService;
import io.presence.simulation.net.Place;
import io.presence.simulation.weave.FiberPool;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import io.presence.trace.Tracing;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.Producer;

/** What the services have in common: their surroundings as beans. */
final class Service {
  private Service() {}

  static Wiring wiring(Surroundings around, Machine machine) {
    return new Wiring(around.settings())
        .give(PresenceStore.class, around.line(machine))
        .give(StoreSettings.class, around.storeSettings())
        .give(ObjectMapper.class, around.json())
        .give(MeterRegistry.class, around.meters())
        .give(BusConfiguration.class, new BusConfiguration())
        .give(Producer.class, BusProducer.of(around.scheduler(), around.bus(), machine))
        .give(Tracing.class, Tracing.off())
        .give(ExecutorService.class, new FiberPool(machine, true));
  }

  static Object lastSeen(Surroundings around, Machine machine, String type, long timeoutMillis) {
    return client(
        around,
        machine,
        type,
        Place.PERSISTER,
        timeoutMillis,
        (method, arguments) -> around.peers().lastSeen((String) arguments[0]));
  }

  static Object heartbeat(Surroundings around, Machine machine, String type) {
    return client(
        around,
        machine,
        type,
        Place.HEARTBEAT,
        3_000,
        (method, arguments) -> around.peers().report((ReportBatch) arguments[0]));
  }

  static Object graph(Surroundings around, Machine machine, String type, long timeoutMillis) {
    return client(
        around,
        machine,
        type,
        Place.GRAPH,
        timeoutMillis,
        (method, arguments) -> {
          GraphService graph = around.peers().graph();
          return switch (method) {
            case "audience" -> graph.audience(new UserId((String) arguments[0]));
            case "sights" -> graph.sights((Sights.Question) arguments[0]);
            case "viewers" -> graph.viewers((Sights.ViewersQuestion) arguments[0]);
            case "contacts" -> graph.contacts((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method);
          };
        });
  }

  /**
   * A declarative client, of which every call is asked over the network.
   *
   * @param answer what the peer at the place says to a method of this name
   */
  private static Object client(
      Surroundings around,
      Machine machine,
      String type,
      Place place,
      long timeoutMillis,
      BiFunction<String, Object[], Object> answer) {
    Class<?> client = Wiring.named(type);
    return Proxy.newProxyInstance(
        client.getClassLoader(),
        new Class<?>[] {client},
        (proxy, method, arguments) ->
            around
                .calls()
                .ask(
                    machine,
                    place,
                    () -> around.peers().machine(place),
                    timeoutMillis,
                    () -> answer.apply(method.getName(), arguments)));
  }
}
