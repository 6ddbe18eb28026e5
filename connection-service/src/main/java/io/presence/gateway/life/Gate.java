package io.presence.gateway.life;

import io.presence.gateway.delivery.Deliveries;
import io.presence.gateway.graph.GraphChanges;
import io.presence.gateway.repair.StoreWatch;
import jakarta.inject.Singleton;

/**
 * Whether this gateway takes clients: once it reads its deliveries and the changes of the graph,
 * and is known to be alive; until it goes away.
 */
@Singleton
public final class Gate {
  private final Deliveries deliveries;
  private final GraphChanges graphChanges;
  private final StoreWatch store;
  private volatile boolean announced;
  private volatile boolean leaving;

  Gate(Deliveries deliveries, GraphChanges graphChanges, StoreWatch store) {
    this.store = store;
    this.deliveries = deliveries;
    this.graphChanges = graphChanges;
  }

  void announced() {
    announced = true;
  }

  void leaving() {
    leaving = true;
  }

  public boolean isOpen() {
    return announced
        && !leaving
        && store.hasAnswered()
        && deliveries.isPositioned()
        && graphChanges.isPositioned();
  }
}
