package io.presence.simulation.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.serde.ObjectMapper;
import io.presence.contracts.LastSeen;
import io.presence.contracts.ReportBatch;
import io.presence.contracts.ReportResult;
import io.presence.simulation.bus.Bus;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.simulation.graph.GraphService;
import io.presence.simulation.net.Calls;
import io.presence.simulation.net.Place;
import io.presence.simulation.net.StoreLine;
import io.presence.simulation.net.Weather;
import io.presence.store.PresenceStore;
import io.presence.store.StoreSettings;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every process of a run stands in.
 *
 * @param store makes the store as one process sees it, without its line
 */
public record Surroundings(
    Scheduler scheduler,
    Bus bus,
    Weather weather,
    Calls calls,
    Supplier<PresenceStore> store,
    StoreSettings storeSettings,
    Map<String, String> settings,
    ObjectMapper json,
    MeterRegistry meters,
    Peers peers) {

  /** Who answers at the moment; null when nobody does. */
  public interface Peers {
    @Nullable Machine machine(Place place);

    ReportResult.Batch report(ReportBatch batch);

    LastSeen.Batch lastSeen(String userIds);

    GraphService graph();
  }

  public PresenceStore line(Machine machine) {
    return StoreLine.to(store.get(), scheduler, weather, machine);
  }
}
