package io.presence.store.memory;

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
import io.presence.store.StoreSettings;
import io.presence.store.Watches;
import java.time.InstantSource;

/** The data model in memory. Several users of one instance stand for several processes. */
public final class InMemoryPresenceStore implements PresenceStore {
  private final Sessions sessions;
  private final Deadlines deadlines;
  private final PresenceReader reader;
  private final ChangeLedger ledger;
  private final MemoryGraphVersions graphVersions;
  private final MemoryGateways gateways;
  private final RecentChanges recentChanges;
  private final ChangeTail changeTail;
  private final MemoryRoomWatches roomWatches;
  private final MemoryWatches watches;
  private final Epochs epochs;
  private final Memory memory;

  /**
   * @param clock stands for the TIME of the Redis node
   */
  public InMemoryPresenceStore(StoreSettings settings, InstantSource clock) {
    memory = new Memory(settings, clock);
    this.sessions = new MemorySessions(memory);
    this.deadlines = new MemoryDeadlines(memory);
    this.reader = new MemoryPresenceReader(memory);
    this.ledger = new MemoryChangeLedger(memory);
    this.graphVersions = new MemoryGraphVersions(memory);
    this.gateways = new MemoryGateways(memory);
    this.recentChanges = new MemoryRecentChanges(memory);
    this.roomWatches = new MemoryRoomWatches(memory);
    this.watches = new MemoryWatches(memory);
    this.changeTail = new MemoryChangeTail(memory);
    this.epochs = new MemoryEpochs(memory);
  }

  /** Everything in it is lost, as when Redis is restarted without its data. */
  public void empty() {
    synchronized (memory) {
      memory.empty();
      graphVersions.clear();
      gateways.clear();
      roomWatches.clear();
      watches.clear();
    }
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

  /** As another process sees it: each remembers by itself when it found the store to have begun. */
  public Epochs epochsOfAnotherProcess() {
    return new MemoryEpochs(memory);
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
