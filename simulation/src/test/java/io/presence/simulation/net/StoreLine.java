package io.presence.simulation.net;

import io.presence.contracts.SessionReport;
import io.presence.simulation.engine.Machine;
import io.presence.simulation.engine.Scheduler;
import io.presence.store.ChangeLedger;
import io.presence.store.ChangeTail;
import io.presence.store.Deadlines;
import io.presence.store.Epochs;
import io.presence.store.Gateways;
import io.presence.store.GraphVersions;
import io.presence.store.PresenceReader;
import io.presence.store.PresenceStore;
import io.presence.store.RecentChanges;
import io.presence.store.RoomWatches;
import io.presence.store.Sessions;
import io.presence.store.StoreUnavailableException;
import io.presence.store.Watches;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One machine's line to Redis: everything takes its way there and back; cut off, callers wait for
 * the time-out, or are refused at once. What was asked may have happened although no answer came,
 * and of a pipeline its beginning.
 */
public final class StoreLine implements PresenceStore {
  /** As Redis is given. */
  private static final long TIMEOUT_NANOS = 2_000_000_000L;

  private final Scheduler scheduler;
  private final Weather weather;
  private final Machine machine;
  private final Sessions sessions;
  private final Deadlines deadlines;
  private final PresenceReader reader;
  private final ChangeLedger ledger;
  private final GraphVersions graphVersions;
  private final ChangeTail changeTail;
  private final Epochs epochs;
  private final Gateways gateways;
  private final RecentChanges recentChanges;
  private final RoomWatches roomWatches;
  private final Watches watches;

  public StoreLine(Scheduler scheduler, Weather weather, Machine machine, PresenceStore store) {
    this.scheduler = scheduler;
    this.weather = weather;
    this.machine = machine;
    Deadlines direct = store.deadlines();
    this.sessions = line(Sessions.class, store.sessions());
    this.deadlines = line(Deadlines.class, direct);
    this.reader = line(PresenceReader.class, store.reader());
    this.ledger = line(ChangeLedger.class, store.ledger());
    this.graphVersions = line(GraphVersions.class, store.graphVersions());
    this.changeTail = line(ChangeTail.class, store.changeTail());
    this.epochs = line(Epochs.class, store.epochs());
    this.gateways = line(Gateways.class, store.gateways());
    this.recentChanges = line(RecentChanges.class, store.recentChanges());
    this.roomWatches = line(RoomWatches.class, store.roomWatches());
    this.watches = line(Watches.class, store.watches());
  }

  private <T> T line(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            StoreLine.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!weather.reaches(machine, Place.STORE)) {
      // A connection that is known to be down refuses at once.
      scheduler.sleep(scheduler.random().nextInt(3) == 0 ? 1_000_000 : TIMEOUT_NANOS);
      throw away();
    }
    scheduler.sleep(weather.wayNanos() / 2);
    if (!weather.reaches(machine, Place.STORE) || weather.loses("store question lost", 40)) {
      scheduler.sleep(TIMEOUT_NANOS);
      throw away();
    }
    boolean lost = weather.loses("store answer lost", 40);
    Object answer = invoke(target, method, lost ? part(arguments) : arguments);
    if (lost) {
      scheduler.sleep(TIMEOUT_NANOS);
      throw away();
    }
    // Now and then another thread comes in between before the answer has arrived.
    if (scheduler.random().nextInt(3) == 0) {
      scheduler.sleep(weather.wayNanos() / 2);
    }
    return answer;
  }

  /** Of a pipeline of reports perhaps only the beginning has come. */
  private Object @Nullable [] part(Object @Nullable [] arguments) {
    if (arguments != null
        && arguments.length == 2
        && arguments[0] instanceof List<?> all
        && !all.isEmpty()
        && all.getFirst() instanceof SessionReport) {
      return new Object[] {
        all.subList(0, 1 + scheduler.random().nextInt(all.size())), arguments[1]
      };
    }
    return arguments;
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private StoreUnavailableException away() {
    weather.storeFailed(machine);
    return new StoreUnavailableException(
        "the store does not answer", new IllegalStateException("simulated"));
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public PresenceReader reader() {
    return reader;
  }

  @Override
  public ChangeLedger ledger() {
    return ledger;
  }

  @Override
  public GraphVersions graphVersions() {
    return graphVersions;
  }

  @Override
  public ChangeTail changeTail() {
    return changeTail;
  }

  @Override
  public Epochs epochs() {
    return epochs;
  }

  @Override
  public Gateways gateways() {
    return gateways;
  }

  @Override
  public RecentChanges recentChanges() {
    return recentChanges;
  }

  @Override
  public RoomWatches roomWatches() {
    return roomWatches;
  }

  @Override
  public Watches watches() {
    return watches;
  }
}
