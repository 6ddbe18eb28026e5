package io.presence.lastseen;

import io.presence.contracts.LastSeen;
import io.presence.contracts.UserId;
import io.presence.lastseen.history.SessionNews;
import io.presence.simulation.engine.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Woven in place of {@link LastSeenTable}, whose SQL is Postgres's: folds by the rule that it
 * promises, {@link Kept#and}, all or nothing. What was committed is in {@link Rows}, which outlives
 * processes.
 */
public final class SimulatedTable {
  private final Rows rows;

  /** The table. */
  public static final class Rows {
    private final Map<UserId, Kept> kept = new TreeMap<>();
    private final java.util.function.BooleanSupplier answers;

    /**
     * @param answers whether Postgres does at the moment
     */
    public Rows(java.util.function.BooleanSupplier answers) {
      this.answers = answers;
    }

    /** Of those who are known. */
    public List<LastSeen> all() {
      return kept.values().stream().map(Kept::toLastSeen).toList();
    }
  }

  public SimulatedTable(Rows rows) {
    this.rows = rows;
  }

  void upsert(Collection<Kept> people, Collection<SessionNews> sessions) {
    Scheduler.current().sleep(1_000_000);
    requirePostgres();
    people.forEach(person -> rows.kept.merge(person.userId(), person, Kept::and));
    // It may have committed what it did not say.
    requirePostgres();
  }

  List<Kept> find(Collection<UserId> users) {
    Scheduler.current().sleep(1_000_000);
    requirePostgres();
    List<Kept> found = new ArrayList<>();
    for (UserId user : users) {
      Kept kept = rows.kept.get(user);
      if (kept != null) {
        found.add(kept);
      }
    }
    return found;
  }

  private void requirePostgres() {
    if (!rows.answers.getAsBoolean()) {
      throw new IllegalStateException("Postgres does not answer");
    }
  }
}
