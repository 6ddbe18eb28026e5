package io.presence.simulation.world;

import io.presence.contracts.LastSeen;
import io.presence.contracts.PresenceChanged;
import io.presence.contracts.SessionId;
import io.presence.contracts.SessionReport;
import io.presence.contracts.ShardId;
import io.presence.contracts.UserId;
import io.presence.store.Applied;
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
import io.presence.store.Watches;
import io.presence.store.memory.InMemoryPresenceStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The in-memory store as one process sees it; the judge sees every commit. */
final class WatchedStore implements PresenceStore {
  private final InMemoryPresenceStore store;
  private final Judge judge;
  private final Hints hints;
  private final Epochs epochs;

  WatchedStore(InMemoryPresenceStore store, Judge judge, Hints hints) {
    this.store = store;
    this.judge = judge;
    this.hints = hints;
    this.epochs = store.epochsOfAnotherProcess();
  }

  @Override
  public Sessions sessions() {
    return this::apply;
  }

  private List<Applied> apply(List<SessionReport> reports, Map<UserId, LastSeen> kept) {
    List<Applied> answers = store.sessions().apply(reports, kept);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) instanceof Applied.Done done && done.change() != null) {
        judge.committed(done.change());
      }
      hints.reported(reports.get(i));
    }
    return answers;
  }

  @Override
  public Deadlines deadlines() {
    return new Deadlines() {
      @Override
      public List<Sweep> sweep(Collection<ShardId> shards, Duration grace, int limit) {
        List<Sweep> sweeps = store.deadlines().sweep(shards, grace, limit);
        sweeps.forEach(sweep -> sweep.changes().forEach(judge::committed));
        return sweeps;
      }

      @Override
      public Optional<PresenceChanged> decide(UserId user, SessionId session) {
        Optional<PresenceChanged> change = store.deadlines().decide(user, session);
        change.ifPresent(judge::committed);
        return change;
      }

      @Override
      public Set<ShardId> answering(Collection<ShardId> shards) {
        return store.deadlines().answering(shards);
      }

      @Override
      public void swept() {
        store.deadlines().swept();
      }

      @Override
      public boolean sweptLately() {
        return store.deadlines().sweptLately();
      }

      @Override
      public AutoCloseable onLeaseExpired(BiConsumer<UserId, SessionId> hint) {
        return hints.subscribe(hint);
      }
    };
  }

  @Override
  public PresenceReader reader() {
    return store.reader();
  }

  @Override
  public ChangeLedger ledger() {
    return store.ledger();
  }

  @Override
  public GraphVersions graphVersions() {
    return store.graphVersions();
  }

  @Override
  public ChangeTail changeTail() {
    return store.changeTail();
  }

  @Override
  public Epochs epochs() {
    return epochs;
  }

  @Override
  public Gateways gateways() {
    return store.gateways();
  }

  @Override
  public RecentChanges recentChanges() {
    return store.recentChanges();
  }

  @Override
  public RoomWatches roomWatches() {
    return store.roomWatches();
  }

  @Override
  public Watches watches() {
    return store.watches();
  }
}
